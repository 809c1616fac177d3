//! Documents as PDF, by printpdf.
