//! `vigie verify`

use vigie_server::system::{Disagreement, Verification};

use crate::data_folder::DataFolder;
use crate::failure::{Failure, Outcome};
use crate::terminal;

/// compute everything again from the journal and compare it with what is kept
///
/// Ends with 3 when something differs. The server of the folder must be stopped.
#[derive(Debug, clap::Args)]
pub struct Verify {
    #[command(flatten)]
    data: DataFolder,
    /// print what was found as JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Runs the command.
    pub async fn run(self) -> Outcome {
        let system = self.data.open_existing_system().await?;
        let bar = terminal::progress(0, "entries");
        let found = system
            .verify(|done, total| {
                bar.set_length(total);
                bar.set_position(done);
            })
            .await?;
        bar.finish_and_clear();
        system.store.close().await?;
        if self.json {
            terminal::print_json(&found)?;
        } else {
            terminal::print(&in_words(&found))?;
        }
        judge(&found)
    }
}

fn judge(found: &Verification) -> Outcome {
    if found.disagreements.is_empty() {
        return Ok(());
    }
    let failure = Failure::data(format!(
        "{} disagreements with the journal",
        found.disagreements.len()
    ));
    Err(failure
        .with_hint("the journal is right; keep a copy of the folder before anything is changed"))
}

fn in_words(found: &Verification) -> String {
    let mut text = format!(
        "{} entries, {} lines, {} day files compared\npositions {}",
        terminal::grouped(found.entries),
        terminal::grouped(found.lines),
        terminal::grouped(found.day_files),
        found.positions_digest,
    );
    for disagreement in &found.disagreements {
        text.push_str("\ndiffers: ");
        text.push_str(&describe(disagreement));
    }
    if found.disagreements.is_empty() {
        text.push_str("\nall agrees with the journal");
    }
    text
}

fn describe(disagreement: &Disagreement) -> String {
    match disagreement {
        Disagreement::Gap { missing } => format!("journal entry {missing} is missing"),
        Disagreement::Payload { number } => format!("journal entry {number} cannot be read"),
        Disagreement::Positions => "the present positions are not those of the journal".to_owned(),
        Disagreement::DayFile { day } => format!("the file of {day} is not what the journal gives"),
        Disagreement::History { day } => {
            format!("the history of {day} is not told once, as the journal gives it")
        }
    }
}
