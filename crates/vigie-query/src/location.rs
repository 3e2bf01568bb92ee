use std::fmt;
use std::path::Path;
use std::str::FromStr;

use datafusion::datasource::listing::ListingTableUrl;
use url::Url;

use crate::QueryError;

/// Where one file lies: a local path, or an address such as `s3://bucket/days/2026-11-20.parquet`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLocation(ListingTableUrl);

impl FileLocation {
    /// A file on this machine. A relative path starts from the current folder.
    pub fn from_path(path: &Path) -> Result<Self, QueryError> {
        let absolute = std::path::absolute(path)
            .map_err(|error| refuse(path.display(), &error.to_string()))?;
        let url = Url::from_file_path(&absolute)
            .map_err(|()| refuse(path.display(), "not an absolute path"))?;
        Self::from_url(url)
    }

    /// The address is taken letter by letter: a `*` is a name's letter, not a pattern.
    fn from_url(url: Url) -> Result<Self, QueryError> {
        let address = url.to_string();
        ListingTableUrl::try_new(url, None)
            .map(Self)
            .map_err(|error| refuse(address, &error.to_string()))
    }

    pub(crate) fn url(&self) -> &ListingTableUrl {
        &self.0
    }
}

impl FromStr for FileLocation {
    type Err = QueryError;

    /// Text with `://` is an address, any other text a path of this machine.
    fn from_str(text: &str) -> Result<Self, QueryError> {
        if !text.contains("://") {
            return Self::from_path(Path::new(text));
        }
        let url = Url::parse(text).map_err(|error| refuse(text, &error.to_string()))?;
        Self::from_url(url)
    }
}

impl fmt::Display for FileLocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str())
    }
}

fn refuse(location: impl fmt::Display, reason: &str) -> QueryError {
    QueryError::Location {
        location: location.to_string(),
        reason: reason.to_owned(),
    }
}
