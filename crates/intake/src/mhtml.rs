//! MHTML (RFC 2557), as browsers save whole pages, and mails → the page in them.

use crate::read::{self, Place, Sink};
use mail_parser::{MessageParser, MimeHeaders, PartType};
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use tellings_model::{Media, Page};

/// Gives the page: the first HTML part, or else the first text part.
pub(crate) fn read(
    input: &mut dyn BufRead,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let bytes = match read::whole(input, place, sink)? {
        ControlFlow::Continue(Some(bytes)) => bytes,
        ControlFlow::Continue(None) => return Ok(ControlFlow::Continue(())),
        ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
    };
    let Some(mail) = MessageParser::default().parse(&bytes) else {
        return Ok(sink(Err(place.unreadable("broken MIME message").at_byte(0))));
    };
    let html = mail.parts.iter().find(|part| matches!(part.body, PartType::Html(_)));
    let part =
        html.or_else(|| mail.parts.iter().find(|part| matches!(part.body, PartType::Text(_))));
    let (text, media) = match part.map(|part| &part.body) {
        Some(PartType::Html(text)) => (text, Media::Html),
        Some(PartType::Text(text)) => (text, Media::Text),
        _ => return Ok(sink(Err(place.unreadable("MIME message without a page").at_byte(0)))),
    };
    let header = |name: &'static str| {
        mail.headers_raw()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
    };
    let location = part.and_then(|part| part.content_location()).map(str::to_owned);
    let url =
        header("Snapshot-Content-Location").or(location).filter(|url| url.starts_with("http"));
    let captured =
        mail.date().and_then(|date| jiff::Timestamp::from_second(date.to_timestamp()).ok());
    Ok(sink(Ok(Page {
        bytes: text.as_bytes().to_vec(),
        media,
        url,
        captured,
        charset: Some("utf-8".into()),
        ..place.blank.clone()
    })))
}

#[cfg(test)]
mod tests {
    use crate::{ReadConfig, pages};

    #[test]
    fn a_saved_page_is_unwrapped() {
        let saved = "From: <Saved by Browser>\r\nSnapshot-Content-Location: https://x.example/ferry\r\nSubject: Ferry\r\n\
            Date: Mon, 3 Mar 2031 10:15:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b1\"\r\n\r\n\
            --b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\
            Content-Location: https://x.example/ferry\r\n\r\n<html><p>The caf=C3=A9 of the=\r\n ferry</p></html>\r\n\
            --b1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b1--\r\n";
        let page =
            pages(saved.as_bytes().to_vec(), Some("a.mhtml"), &ReadConfig::default()).value.pop();
        let found = page.map(|page| {
            (
                String::from_utf8_lossy(&page.bytes).into_owned(),
                page.url,
                page.captured.map(|t| t.to_string()),
            )
        });
        let expected = (
            "<html><p>The café of the ferry</p></html>".to_owned(),
            Some("https://x.example/ferry".to_owned()),
            Some("2031-03-03T10:15:00Z".to_owned()),
        );
        assert_eq!(found.map(|(text, url, at)| (text.trim().to_owned(), url, at)), Some(expected));
    }
}
