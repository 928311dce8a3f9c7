//! Writers of what leaves the tool: the JSON report and the saved profile.
//!
//! Formats are stable and versioned; a newer version than this build knows is refused.

mod check_json;
mod error;
mod profile_file;

pub use check_json::{CHECK_FORMAT, CHECK_FORMAT_VERSION, check_json, check_schema};
pub use error::ReportError;
pub use profile_file::{PROFILE_FORMAT, PROFILE_FORMAT_VERSION, is_profile, read_profile, write_profile};
