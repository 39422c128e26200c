//! What a tool says about itself when it opens its contract.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::curl::Curl;
use crate::question::Ask;
use crate::sender::Sender;

/// How long the end of a tool waits for what is still being delivered, unless it says otherwise.
pub const EXIT_BUDGET: Duration = Duration::from_secs(2);

/// What a tool says about itself when it opens its contract. Begin with [`Options::default`] and add what there is to
/// say: more may be added to it without breaking anybody.
///
/// ```
/// use aboveboard_host::Options;
///
/// let options = Options::default().with_tool_version("1.4.0").with_flag("telemetry", "disable");
/// assert_eq!(options.tool_version.as_deref(), Some("1.4.0"));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The values of the tool's own flags that the contract names, such as `telemetry` to `enable`.
    pub flags: BTreeMap<String, String>,
    /// The tool's features that its author has turned on, of those that the contract names.
    pub features: Vec<String>,
    /// The version of the tool.
    pub tool_version: Option<String>,
    /// A run that has been begun already, as [`Run::to_json`](crate::Run::to_json) gives it; otherwise a new one is
    /// begun. An empty text says that none could be begun.
    pub run: Option<String>,
    /// How the question is put, where that is not the terminal.
    pub(crate) ask: Option<Ask>,
    /// How requests leave.
    pub sender: Arc<dyn Sender>,
    /// How long the end of the tool waits for what is still being delivered.
    pub exit_budget: Duration,
}

impl Default for Options {
    /// No flags and features, no version, a new run, a question on the terminal, [`Curl`] and [`EXIT_BUDGET`].
    fn default() -> Self {
        Self {
            flags: BTreeMap::new(),
            features: Vec::new(),
            tool_version: None,
            run: None,
            ask: None,
            sender: Arc::new(Curl::default()),
            exit_budget: EXIT_BUDGET,
        }
    }
}

impl Options {
    /// With the value of one more of the tool's own flags.
    #[must_use]
    pub fn with_flag(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.flags.insert(name.into(), value.into());
        self
    }

    /// With one more feature that the tool's author has turned on.
    #[must_use]
    pub fn with_feature(mut self, name: impl Into<String>) -> Self {
        self.features.push(name.into());
        self
    }

    /// With the version of the tool.
    #[must_use]
    pub fn with_tool_version(mut self, version: impl Into<String>) -> Self {
        self.tool_version = Some(version.into());
        self
    }

    /// With a run that has been begun already.
    #[must_use]
    pub fn with_run(mut self, run: impl Into<String>) -> Self {
        self.run = Some(run.into());
        self
    }

    /// With a way of the tool's own to put the question, and not on the terminal: it is given all that is to be shown,
    /// and gives the line that was typed. A tool that says so says by that that somebody is there, whatever its
    /// standard streams are; in a build nobody is asked all the same. An error or a panic says that nobody has
    /// answered, which is a no for this run.
    ///
    /// ```
    /// use aboveboard_host::Options;
    ///
    /// let options = Options::default().with_ask(|question| {
    ///     eprint!("{question}");
    ///     std::io::stdin().lines().next().unwrap_or_else(|| Err(std::io::ErrorKind::UnexpectedEof.into()))
    /// });
    /// # drop(options);
    /// ```
    #[must_use]
    pub fn with_ask(mut self, ask: impl Fn(&str) -> io::Result<String> + Send + Sync + 'static) -> Self {
        self.ask = Some(Ask::new(ask));
        self
    }

    /// With another way for requests to leave.
    #[must_use]
    pub fn with_sender(mut self, sender: Arc<dyn Sender>) -> Self {
        self.sender = sender;
        self
    }

    /// With another time for the end of the tool to wait.
    #[must_use]
    pub fn with_exit_budget(mut self, budget: Duration) -> Self {
        self.exit_budget = budget;
        self
    }
}
