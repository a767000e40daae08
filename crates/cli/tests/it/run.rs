//! Runs the program in a folder of its own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder that is empty when the test begins.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// A folder with three short tellings of one happening.
    pub(crate) fn with_tellings(test: &str) -> Self {
        Self::new(test).with("a.txt", A).with("b.txt", B).with("c.txt", C)
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, b"", &[])
    }

    /// Runs with something on standard input and in the environment.
    pub(crate) fn run_with(&self, args: &[&str], input: &[u8], vars: &[(&str, &str)]) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tellings"))
            .args(args)
            .current_dir(&self.0)
            .env("XDG_CONFIG_HOME", self.0.join("no-settings"))
            .env_remove("NO_COLOR")
            .envs(vars.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses its arguments reads no input; that is no fault of the test.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// How a run ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// The `path` of each line, sorted.
    pub(crate) fn paths(&self) -> Vec<String> {
        let row = |line| serde_json::from_str::<serde_json::Value>(line).unwrap();
        let mut paths: Vec<String> =
            self.out.lines().map(|line| row(line)["path"].as_str().unwrap().to_owned()).collect();
        paths.sort();
        paths
    }
}

const A: &str = "Harbour bridge shut after barge strike\n\nPORT ELLEN — The harbour bridge was shut on \
    Tuesday after a barge struck its second pier, the mayor Ada Cole said. “Nobody was on the \
    bridge,” Cole said. Twelve people were taken off the barge.\n\nRepairs will take three weeks, \
    engineers of the county said.\n";
const B: &str = "Barge hits bridge in Port Ellen\n\nThe harbour bridge in Port Ellen was shut on Tuesday \
    after a barge struck one of its piers. Mayor Ada Cole told reporters that nobody was on the \
    bridge. Fourteen people were taken off the barge.\n";
const C: &str = "Orchard prizes go to two growers\n\nThe autumn fair of Lower Venn gave its orchard \
    prizes to two growers this year, the jury said on Sunday. Their pears weighed a pound each.\n";
