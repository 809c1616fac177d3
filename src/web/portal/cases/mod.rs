//! `/cases`: the customers' side of disputes and questions, one file a page (REQUIREMENTS R6.1).

pub mod act;
pub mod agree;
pub mod ask;
pub mod case;
pub mod dispute;
pub mod files;
pub mod list;
pub mod request;

use crate::services::App;
use crate::services::cases::{self, Message, NewFile, Upload};
use crate::values::words::Words;
use crate::web::cases::{file_flaw, size, words_flaw};
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Visit};

/// What somebody wrote and sent along.
struct Written {
    words: Words,
    files: Vec<NewFile>,
}

impl Written {
    fn message(&self) -> Message<'_> {
        Message { words: &self.words, files: &self.files }
    }
}

/// What is wrong with it, each with its field.
#[derive(Default)]
struct Flaws {
    words: Option<String>,
    files: Option<String>,
    /// With the form as a whole.
    form: Option<String>,
}

/// Reads a text and keeps the files that came with it.
async fn written(
    visit: &Visit,
    words: &str,
    uploads: Vec<Upload>,
) -> Result<Result<Written, Flaws>, Failure> {
    let f = &visit.frame;
    let kept = cases::keep_files(&visit.app, uploads).await?;
    Ok(match (words.parse::<Words>(), kept) {
        (Ok(words), Ok(files)) => Ok(Written { words, files }),
        (words, files) => Err(Flaws {
            words: words.err().map(|flaw| words_flaw(f, flaw)),
            files: files.err().map(|flaw| file_flaw(f, &flaw)),
            form: None,
        }),
    })
}

/// The largest file that is taken, in words.
fn largest_file(f: &Frame, app: &App) -> String {
    size(f, i64::try_from(app.settings.cases.max_file_bytes).unwrap_or(i64::MAX))
}
