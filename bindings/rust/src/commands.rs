//! The commands of the program `aboveboard`, for a tool that offers them as its own.

use std::ffi::OsString;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use crate::curl::Curl;
use crate::error::Error;
use crate::flow::Host;
use crate::input::Input;
use crate::options::EXIT_BUDGET;
use crate::sender::Sender;

/// Runs the commands of the program `aboveboard`. Begin with [`Commands::default`] and add what there is to say: more
/// may be added to it without breaking anybody.
///
/// With the contract that a tool embeds, nobody has to name its file. `status` begins no run, and nobody is asked:
///
/// ```no_run
/// use aboveboard_host::Commands;
///
/// # fn main() -> Result<(), aboveboard_host::Error> {
/// let contract = include_str!("../../../core/contracts/pk3s-infra.json");
/// let (status, output) = Commands::default().with_contract(contract).run(["status", "--why"])?;
/// print!("{output}");
/// std::process::exit(status);
/// # }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Commands {
    /// The contract (JSON text) of those that need one. Without it `--contract FILE` names one.
    pub contract: Option<String>,
    /// What is read in the place of standard input.
    pub(crate) input: Option<Input>,
    /// How requests leave.
    pub sender: Arc<dyn Sender>,
    /// How long the end of a command waits for what it has handed to the background.
    pub exit_budget: Duration,
}

impl Default for Commands {
    /// No contract, standard input, [`Curl`] and [`EXIT_BUDGET`].
    fn default() -> Self {
        Self { contract: None, input: None, sender: Arc::new(Curl::default()), exit_budget: EXIT_BUDGET }
    }
}

impl Commands {
    /// With the contract (JSON text) that the tool embeds.
    #[must_use]
    pub fn with_contract(mut self, contract: impl Into<String>) -> Self {
        self.contract = Some(contract.into());
        self
    }

    /// With something to be read in the place of standard input, such as a token that the tool has been given as an
    /// argument (`std::io::Cursor::new(token)`). What one command leaves of it is the next one's.
    #[must_use]
    pub fn with_input(mut self, input: impl Read + Send + 'static) -> Self {
        self.input = Some(Input::new(input));
        self
    }

    /// With another way for requests to leave.
    #[must_use]
    pub fn with_sender(mut self, sender: Arc<dyn Sender>) -> Self {
        self.sender = sender;
        self
    }

    /// With another time for the end of a command to wait.
    #[must_use]
    pub fn with_exit_budget(mut self, budget: Duration) -> Self {
        self.exit_budget = budget;
        self
    }

    /// Runs one of them: `arguments` are what follows the name of the program. Gives the exit status and what belongs
    /// on standard output; what the command has to say to a person goes to standard error meanwhile.
    ///
    /// # Errors
    /// Only where the core and this crate do not fit together; what goes wrong in a command is its status.
    pub fn run<I>(&self, arguments: I) -> Result<(i32, String), Error>
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        let mut host = Host::new(Arc::clone(&self.sender));
        host.input.clone_from(&self.input);
        let outcome = host.run(self.contract.as_deref(), &arguments);
        host.background.end(self.exit_budget);
        outcome.map(|outcome| (outcome.status, outcome.output))
    }
}

/// Runs one command as the program `aboveboard` does: [`Commands::run`] with nothing else said.
///
/// # Errors
/// As [`Commands::run`].
pub fn run_command<I>(arguments: I) -> Result<(i32, String), Error>
where
    I: IntoIterator,
    I::Item: Into<OsString>,
{
    Commands::default().run(arguments)
}
