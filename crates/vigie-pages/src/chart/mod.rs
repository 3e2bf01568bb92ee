//! Charts made on the server: plain SVG with a title and a description, drawn at any width.
//!
//! Geometry is computed by pure functions and written by templates. Horizontal places are percentages and
//! lines keep their thickness, so that text stays readable on a phone and no script is needed. Colours come
//! from style classes, so that charts follow the colour scheme and the print style. A day without a value is
//! a gap in the line with a hatched ground: it is never joined, and never drawn as zero.

mod bars;
mod curve;
mod map;
mod scale;
mod small;
mod time;

pub use bars::{Bar, BarChart};
pub use curve::{CurveChart, CurvePoint};
pub use map::{Area, DepartmentMap};
pub use scale::{line_path, month_ticks, nice_ceiling, ticks};
pub use small::{Meter, Segment, ShareBar, Sparkline};
pub use time::{Band, Panel, Threshold, TimeChart};
