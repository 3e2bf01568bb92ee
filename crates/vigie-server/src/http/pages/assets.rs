//! Style sheet, scripts and icon, under names that change with their content. Compressed once, not for each request.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use vigie_pages::Asset;

use super::asked::Asked;
use super::trouble;

/// Highest levels of both: it is done once.
const GZIP_LEVEL: i32 = 12;
const ZSTD_LEVEL: i32 = 19;

/// An asset in the forms in which it is sent, smallest first. The last is not compressed.
struct Forms(Vec<Form>);

#[derive(Clone)]
struct Form {
    /// Value of `content-encoding`; `None` for the bytes as they are.
    coding: Option<&'static str>,
    body: Bytes,
    tag: HeaderValue,
}

static COMPRESSED: LazyLock<HashMap<&'static str, Forms>> = LazyLock::new(|| {
    let assets = vigie_pages::assets().iter();
    assets
        .map(|asset| (asset.name.as_str(), Forms::of(asset)))
        .collect()
});

/// An embedded file; it may be kept for ever.
pub async fn show(Path(name): Path<String>, asked: Asked, headers: HeaderMap) -> Response {
    let found = vigie_pages::asset(&name).zip(COMPRESSED.get(name.as_str()));
    let Some((asset, form)) = found.and_then(|(asset, forms)| Some((asset, forms.best(&headers)?)))
    else {
        return trouble::not_found(&asked, None);
    };
    let mut answer = if is_known(&headers, &form.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        form.body.into_response()
    };
    let mut set = |name: HeaderName, value| answer.headers_mut().insert(name, value);
    set(
        header::CONTENT_TYPE,
        HeaderValue::from_static(asset.content_type),
    );
    set(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    set(header::VARY, HeaderValue::from_static("accept-encoding"));
    set(header::ETAG, form.tag);
    if let Some(coding) = form.coding {
        set(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    answer
}

impl Forms {
    fn of(asset: &'static Asset) -> Self {
        let form = |coding: Option<&'static str>, body| Form {
            coding,
            body,
            tag: tag(&asset.hash, coding.unwrap_or("plain")),
        };
        let mut forms = vec![form(None, Bytes::from_static(asset.bytes))];
        forms.extend(gzip(asset.bytes).map(|body| form(Some("gzip"), body)));
        forms.extend(zstd(asset.bytes).map(|body| form(Some("zstd"), body)));
        forms.sort_by_key(|form| form.body.len());
        Self(forms)
    }

    /// The smallest form that the asker reads.
    fn best(&self, headers: &HeaderMap) -> Option<Form> {
        let accepted = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let is_read = |form: &&Form| form.coding.is_none_or(|coding| accepts(accepted, coding));
        self.0.iter().find(is_read).cloned()
    }
}

/// Another tag for each form: they are different bytes.
fn tag(hash: &str, form: &str) -> HeaderValue {
    HeaderValue::try_from(format!("\"{hash}-{form}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    headers.get(header::IF_NONE_MATCH) == Some(tag)
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let level = libdeflater::CompressionLvl::new(GZIP_LEVEL).ok()?;
    let mut compressor = libdeflater::Compressor::new(level);
    let mut body = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut body).ok()?;
    body.truncate(length);
    Some(body.into())
}

fn zstd(bytes: &[u8]) -> Option<Bytes> {
    zstd::encode_all(bytes, ZSTD_LEVEL).ok().map(Bytes::from)
}

/// Whether `Accept-Encoding` names a coding, and not with a weight of zero.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|choice| {
        let (name, weight) = choice.split_once(';').unwrap_or((choice, "q=1"));
        let weight = weight.trim().trim_start_matches("q=").parse::<f32>();
        name.trim().eq_ignore_ascii_case(coding) && weight.is_ok_and(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("gzip, deflate, br, zstd", "zstd", true)]
    #[case("gzip;q=0.5", "gzip", true)]
    #[case("GZIP", "gzip", true)]
    #[case("gzip;q=0, br", "gzip", false)]
    #[case("gzip;q=0.0", "gzip", false)]
    #[case("xgzip", "gzip", false)]
    #[case("", "gzip", false)]
    fn a_coding_is_used_when_the_asker_names_it(
        #[case] header: &str,
        #[case] coding: &str,
        #[case] accepted: bool,
    ) {
        assert_eq!(accepts(header, coding), accepted);
    }
}
