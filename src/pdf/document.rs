//! How pages become a document: the one file that knows printpdf and lopdf's objects.
//!
//! printpdf makes the document, its pages and its links. Its objects are then mended (it writes
//! `/PageMode` as a string, random ids, the time of day, claims PDF/X) and given our content streams,
//! fonts and outline. A test holds the structure this relies on; printpdf's version is pinned.

use chrono::NaiveDate;
use flate2::Compression;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use printpdf::{Actions, BorderArray, LinkAnnotation, Op, PdfDocument, PdfPage, PdfSaveOptions, Pt, Rect};

use super::canvas::{PAGE_HEIGHT, PAGE_WIDTH};
use super::content::{LOGO, Page, Pages, latin_name, other_name};
use super::fonts::{self, Face, OtherGlyphs};
use super::writer::{self, prelude_reference};
use crate::values::logo::Logo;

/// How hard pages are deflated: higher levels take half of the time to save a few percent.
const LEVEL: Compression = Compression::new(2);

/// What a reader's window shows about a document.
#[derive(Clone, Debug)]
pub struct Info {
    /// Shown as the window's title.
    pub title: String,
    /// Who issues the document.
    pub author: String,
    /// What it is about.
    pub subject: String,
    /// Its language, such as `en-US`.
    pub language: &'static str,
    /// Its date.
    pub date: NaiveDate,
}

/// An entry of the outline, which readers show as bookmarks.
#[derive(Clone, Debug)]
pub struct Bookmark {
    /// What it says.
    pub title: String,
    /// 0 for the first level; a deeper one belongs to the last one above it.
    pub level: usize,
    /// The page it leads to, counted from 0.
    pub page: usize,
    /// Where on the page, in points from its top.
    pub y: f32,
}

/// The document as a file. Same input, same bytes: ids come from the content, dates from `info`.
pub fn assemble(mut pages: Pages, info: &Info, outline: &[Bookmark]) -> Vec<u8> {
    let (other_glyphs, logo) = (std::mem::take(&mut pages.other_glyphs), pages.logo.take());
    let pages = pages.into_pages();
    let mut document = skeleton(&pages);
    let resources = add_resources(&mut document, &other_glyphs, logo.as_ref());
    let page_ids = mend_pages(&mut document, &pages, resources);
    let catalog = document.trailer.get(b"Root").and_then(Object::as_reference).expect("printpdf sets it");
    let outlines = add_outline(&mut document, outline, &page_ids);
    mend_catalog(&mut document, catalog, outlines, info);
    let information = document.add_object(information(info));
    writer::write(&document, catalog, information)
}

/// Pages and links as printpdf makes them, without content.
fn skeleton(pages: &[Page]) -> Document {
    let mut document = PdfDocument::new("");
    document.pages = pages.iter().map(empty_page).collect();
    document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new())
}

fn empty_page(page: &Page) -> PdfPage {
    let letter = Rect::from_wh(Pt(PAGE_WIDTH), Pt(PAGE_HEIGHT));
    let links = page.links.iter().map(|(rectangle, uri)| Op::LinkAnnotation {
        link: LinkAnnotation::new(
            Rect::from_xywh(
                Pt(rectangle[0]),
                Pt(rectangle[1]),
                Pt(rectangle[2] - rectangle[0]),
                Pt(rectangle[3] - rectangle[1]),
            ),
            Actions::Uri(uri.clone()),
            Some(BorderArray::Solid([0.0, 0.0, 0.0])),
            None,
            None,
        ),
    });
    PdfPage { media_box: letter.clone(), trim_box: letter.clone(), crop_box: letter, ops: links.collect() }
}

/// One resource dictionary that all pages share.
fn add_resources(document: &mut Document, other_glyphs: &OtherGlyphs, logo: Option<&Logo>) -> ObjectId {
    let mut font_names = Dictionary::new();
    for face in Face::ALL {
        font_names.set(latin_name(face), prelude_reference(fonts::font_object_number(face)));
    }
    for (face, font) in other_glyphs.add_to(document) {
        font_names.set(other_name(face), font);
    }
    let mut resources = dictionary! { "Font" => font_names };
    if let Some(logo) = logo {
        let image = document.add_object(image(logo));
        resources.set("XObject", dictionary! { LOGO => image });
    }
    document.add_object(resources)
}

/// The picture as it is kept: its rows are deflated and filtered as a PDF has them (PDF 1.7, 7.4.4.4), so that
/// no document pays for that.
fn image(logo: &Logo) -> Object {
    let (width, height) = logo.size();
    let rows = dictionary! {
        "Predictor" => 15,
        "Colors" => 3,
        "BitsPerComponent" => 8,
        "Columns" => i64::from(width),
    };
    let dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(width),
        "Height" => i64::from(height),
        "ColorSpace" => "DeviceRGB",
        "BitsPerComponent" => 8,
        "DecodeParms" => rows,
    };
    fonts::stream(dict, logo.rows().to_vec())
}

/// Gives printpdf's pages their content and returns their ids in order.
fn mend_pages(document: &mut Document, pages: &[Page], resources: ObjectId) -> Vec<ObjectId> {
    let page_ids: Vec<ObjectId> = document.page_iter().collect();
    assert_eq!(page_ids.len(), pages.len(), "printpdf makes every page it is given");
    for (id, page) in page_ids.iter().zip(pages) {
        let content = fonts::deflate(&page.content(), LEVEL);
        let content = document.add_object(fonts::stream(Dictionary::new(), content));
        let dict = document.get_dictionary_mut(*id).expect("a page is a dictionary");
        dict.set("Contents", content);
        dict.set("Resources", resources);
        for same_as_media_box in [&b"TrimBox"[..], b"CropBox"] {
            dict.remove(same_as_media_box);
        }
        mend_links(dict);
    }
    page_ids
}

fn mend_links(page: &mut Dictionary) {
    let Ok(links) = page.get_mut(b"Annots").and_then(Object::as_array_mut) else { return };
    if links.is_empty() {
        page.remove(b"Annots");
        return;
    }
    for link in links.iter_mut().filter_map(|link| link.as_dict_mut().ok()) {
        // Print it, as PDF/A asks; without a border its colour means nothing.
        link.set("F", 4);
        link.remove(b"C");
    }
}

fn mend_catalog(document: &mut Document, id: ObjectId, outlines: Option<ObjectId>, info: &Info) {
    let catalog = document.get_dictionary_mut(id).expect("the catalog is a dictionary");
    catalog.set("Lang", Object::string_literal(info.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
    }
}

fn information(info: &Info) -> Dictionary {
    // Noon in UTC is the same day everywhere in the United States.
    let date = format!("D:{}120000Z", info.date.format("%Y%m%d"));
    dictionary! {
        "Title" => lopdf::text_string(&info.title),
        "Author" => lopdf::text_string(&info.author),
        "Subject" => lopdf::text_string(&info.subject),
        "Creator" => lopdf::text_string("BillCenter"),
        "Producer" => lopdf::text_string("BillCenter, printpdf"),
        "CreationDate" => Object::string_literal(date.as_str()),
        "ModDate" => Object::string_literal(date.as_str()),
    }
}

/// The outline in the order of the document; printpdf's own is flat and sorted by title.
fn add_outline(document: &mut Document, outline: &[Bookmark], page_ids: &[ObjectId]) -> Option<ObjectId> {
    if outline.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = outline.iter().map(|_| document.new_object_id()).collect();
    for (place, bookmark) in outline.iter().enumerate() {
        let parent = (0..place).rev().find(|above| outline[*above].level < bookmark.level);
        let top = PAGE_HEIGHT - bookmark.y;
        let mut item = dictionary! {
            "Title" => lopdf::text_string(&bookmark.title),
            "Parent" => parent.map_or(root, |parent| ids[parent]),
            "Dest" => vec![page_ids[bookmark.page].into(), "XYZ".into(), Object::Null, Object::Real(top), Object::Null],
        };
        if let Some(previous) = sibling(outline, (0..place).rev(), bookmark.level) {
            item.set("Prev", ids[previous]);
        }
        if let Some(next) = sibling(outline, place + 1..outline.len(), bookmark.level) {
            item.set("Next", ids[next]);
        }
        set_children(&mut item, &ids, &children(outline, place + 1, bookmark.level + 1), false);
        document.set_object(ids[place], item);
    }
    let mut item = dictionary! { "Type" => "Outlines" };
    set_children(&mut item, &ids, &children(outline, 0, 0), true);
    document.set_object(root, item);
    Some(root)
}

/// The next entry of the same level before one of a higher level.
fn sibling(outline: &[Bookmark], mut places: impl Iterator<Item = usize>, level: usize) -> Option<usize> {
    places.find(|place| outline[*place].level <= level).filter(|place| outline[*place].level == level)
}

/// The entries of `level` from `start` on, up to one of a higher level.
fn children(outline: &[Bookmark], start: usize, level: usize) -> Vec<usize> {
    (start..outline.len())
        .take_while(|place| outline[*place].level >= level)
        .filter(|place| outline[*place].level == level)
        .collect()
}

fn set_children(item: &mut Dictionary, ids: &[ObjectId], children: &[usize], open: bool) {
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        let count = children.len() as i64;
        item.set("First", ids[*first]);
        item.set("Last", ids[*last]);
        // Negative: the entries below are folded at first.
        item.set("Count", if open { count } else { -count });
    }
}
