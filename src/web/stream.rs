//! Answers that are written while they are sent, with little of them in memory at once.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use tokio::sync::mpsc;

/// Pieces on their way to a slow reader.
const PIECES: usize = 8;

/// A body that another thread writes.
pub struct Piped(mpsc::Receiver<io::Result<Bytes>>);

/// The writing end.
pub struct Pipe(mpsc::Sender<io::Result<Bytes>>);

impl Piped {
    /// What `write` writes, on a thread of its own. Where it fails the connection breaks off, so that
    /// nobody takes a part for the whole, and the log says why.
    pub fn written<E: std::error::Error + Send + 'static>(
        write: impl FnOnce(&mut dyn Write) -> Result<(), E> + Send + 'static,
    ) -> Piped {
        let (sender, receiver) = mpsc::channel(PIECES);
        tokio::task::spawn_blocking(move || {
            let mut pipe = io::BufWriter::with_capacity(64 * 1024, Pipe(sender.clone()));
            let written = write(&mut pipe).map_err(|why| why.to_string());
            let flushed = written.and_then(|()| pipe.flush().map_err(|why| why.to_string()));
            // A reader who went away is no failure of ours.
            if let Err(why) = flushed
                && !sender.is_closed()
            {
                tracing::error!(%why, "a download broke off");
                let _ = sender.blocking_send(Err(io::Error::other(why)));
            }
        });
        Piped(receiver)
    }
}

impl Write for Pipe {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(piece)));
        sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MessageBody for Piped {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.get_mut().0.poll_recv(cx)
    }
}
