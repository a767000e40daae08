//! Intake from outside: containers in containers, and input that means harm.

mod archives;
mod hostile;

use std::io::Write;
use std::ops::ControlFlow;
use tellings_intake::{Found, ReadConfig, read};

/// What reading an input gives, one line a page or note.
fn show(bytes: &[u8]) -> String {
    let mut lines = Vec::new();
    read(bytes, Some("in"), &ReadConfig::default(), |found| {
        lines.push(line(&found));
        ControlFlow::Continue(())
    });
    lines.join("\n")
}

fn line(found: &Found) -> String {
    match found {
        Ok(page) => {
            let words: String = String::from_utf8_lossy(&page.bytes).chars().take(40).collect();
            format!("{} {:?} {words}", page.path.as_deref().unwrap_or(""), page.media)
        }
        Err(note) => format!("note {} {}", note.path.as_deref().unwrap_or(""), note.what),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let _ = gz.write_all(bytes);
    gz.finish().unwrap_or_default()
}

/// A TAR archive of these files.
fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in files {
        let mut header = [0_u8; 512];
        let mut put = |at: usize, field: &[u8]| {
            header.iter_mut().skip(at).zip(field).for_each(|(place, byte)| *place = *byte);
        };
        put(0, name.as_bytes());
        put(124, format!("{:011o}", bytes.len()).as_bytes());
        put(156, b"0");
        put(257, b"ustar\x0000");
        out.extend(header);
        out.extend(*bytes);
        out.resize(out.len().div_ceil(512) * 512, 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}

/// A ZIP archive of these files, packed; sizes stand before the data or after it.
fn zip(files: &[(&str, &[u8])], sizes_follow: bool) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in files {
        let mut packer =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        let _ = packer.write_all(bytes);
        let packed = packer.finish().unwrap_or_default();
        let size = |n: usize| u32::try_from(n).unwrap_or(0).to_le_bytes();
        out.extend(b"PK\x03\x04\x14\x00");
        out.extend(if sizes_follow { [8, 0] } else { [0, 0] });
        out.extend([8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        out.extend(if sizes_follow { [0; 4] } else { size(packed.len()) });
        out.extend(if sizes_follow { [0; 4] } else { size(bytes.len()) });
        out.extend(u16::try_from(name.len()).unwrap_or(0).to_le_bytes());
        out.extend([0, 0]);
        out.extend(name.as_bytes());
        out.extend(&packed);
        if sizes_follow {
            out.extend(b"PK\x07\x08\0\0\0\0");
            out.extend(size(packed.len()));
            out.extend(size(bytes.len()));
        }
    }
    out.extend(b"PK\x01\x02");
    out
}
