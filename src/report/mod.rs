//! Writers of reports.
