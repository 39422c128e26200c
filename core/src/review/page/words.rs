//! The words of the page, as templates (see [`template`](super::super::template)).

/// The templates by name; `page` is the whole.
pub(super) const PARTS: &[(&str, &str)] = &[
    (
        "page",
        "# Telemetry of <tool>\n\n<?page.about><page.about|text>\n\n<.><&in short><?page.principles>\n## Principles\n\n\
         <*page.principles>- <.|text>\n<.><.>\n## What is collected\n\n<&collected><?page.never>\n## What is never \
         collected\n\n<*page.never>- <.|text>\n<.><.>\n## What you can do\n\n<&controls>\n## How it is decided\n\n<&decided>\n\
         ## When it is sent, and where to\n\n<?delivery.mode=standard_output>Nothing is sent: it is only printed on standard output, for whoever works on the \
         program.\n<|><?delivery><&delivery><|>Nothing is sent: there is nowhere to send it \
         to.\n<.><.>\n## How long it is kept\n\n<&kept><?records>\n## What is written to files and never sent\n\nThese documents \
         stay on your machine, in a file that is named when they are asked for. They do not depend on whether telemetry is \
         on.\n<*records>\n### <@>\n\n<:payload><&table><.><.><.>\n## About this page\n\n<&about>",
    ),
    (
        "in short",
        "<?%notice>Telemetry is **on unless you turn it off**. You are told before anything is sent.\
         <|><?consent.undecided.interactive=ask>Telemetry is **off until you say yes**. You are asked.\
         <|>Telemetry is **off unless you turn it on**.<.><.>\n",
    ),
    (
        "about",
        "It is made from the file that decides what is sent: schema version <schema_version>, consent version \
         <consent_version>. Any change of what is collected gets a new schema version. Where more is collected, the consent \
         version grows too, and you are told or asked again.\n<?page.source>\nThe source code: \
         <page.source|link>\n<.><?page.more>\nMore about privacy: <page.more|link>\n<.>",
    ),
    // What is collected.
    (
        "collected",
        "<?%text>Fields marked as **free text** are searched for secrets, addresses, paths and names first, and what is found \
         is taken out. A search can miss something; all other fields cannot hold any text but what is said \
         here.\n\n<.><?%words>The names of the machine and of you, your home directory, the working directory<?delivery.bearer>, \
         your token<.> and the machine's own addresses are looked up before a report is made, only to keep them out of \
         it<?identity.kind=multi_signal> and to work out the hash that is described below<.>: they are taken out of free text, and a \
         word, a version or an id of another program that holds one of them becomes `other`.\n\n<.><:payload><&table><.><*events>\
         <?payload>\n### In addition, in reports of <@>\n\n<:payload><&table><.><.><.><?%ids>\n### Ids, and what they can \
         link\n\n<#payload><&id><.><*events><#payload><&id><.><.><.>",
    ),
    (
        "table",
        "| Field | What it is | Comes from | Why | Example |\n| --- | --- | --- | --- | --- |\n\
         <#.>| <@> | <&value> | <&source> | <why|text> | <?bucket><.|label><|><example|json><.> |\n<.>",
    ),
    (
        "value",
        "<?constant>always <constant|json><.><&kind><?optional=true>; left out where there is \
         none<?omit_empty=true> or it is <&empty><.><.><?nullable=true>; `null` \
         where there is none<.><?default>; <default|json> where there is none<.><?from=identity><&absent id><.>\
         <?feature>; only where the feature <feature> is turned on<.>",
    ),
    (
        "kind",
        "<?from><&from><.><?enum><*enum; or ><.|code><.><&other><.><?token>a word of at most <token|raw> letters, digits, \
         `.`, `_` or `-`<&other><.><?version>a version number of at most <version|raw> characters<&other><.><?boolean>`true` or \
         `false`<.><?integer>a whole number from <integer.0|raw> to <integer.1|raw><?round>, rounded down to a multiple of \
         <round|raw><.><?clamp=true>; the nearer of the two for anything beyond<.><.><?bucket>a rough size and never the exact \
         number: <*bucket; or ><.|word><.><.><?text>**free text**, at most <text|raw> bytes of it<.><?list>a list of at most \
         <list.1|raw>; each is <:list.0><&item><.><.><?map>at most <map.2|raw> pairs; the name is <:map.0><&kind><.>; the value \
         is <:map.1><&item><.><?base>; there from the start: <base|json><.><.>",
    ),
    ("item", "<?%branch>an object with <*.; and ><@> (<&value>)<.><|><&kind><.>"),
    ("empty", "<?integer>0<|><?boolean>`false`<|>empty<.><.>"),
    (
        "absent id",
        "<?/identity.kind=multi_signal><|><?optional=true><|><?nullable=true><|><?default><|>; `ephemeral` where there is \
         none<.><.><.><.>",
    ),
    ("other", "<?other=true>; anything else becomes `other`<.>"),
    (
        "from",
        "<?from=event>what happened: the name of the report<.><?from=schema_version>always </schema_version|json>: the version \
         of this form<.><?from=tool>always </tool|json>: the name of the program<.><?from=consent_version>always \
         </consent_version|json>: the version of what you were told<.><?from=time>the time in UTC, \
         <?precision=minute>to the minute<|><?precision=hour>to the hour<|><?precision=day>only the day<|>to the \
         second<.><.><.><.><?from=session>a random id of a chain of runs<.><?from=run>a random id of the run<.><?from=parent>the \
         id of the run that started this one<.><?from=nonce>a random number of the run<.><?from=identity>\
         <:/identity><?kind=machine>an id of the machine<?rotation>, another one each <rotation|raw><.><.><?kind=installation>a random id of the \
         installation<.><?kind=multi_signal>a hash that tells machines and their users apart<.><.><.><?from=os>the system\
         <&in words>: `<vocabulary|systems>`; anything else becomes `other`<.><?from=arch>the processor<&in words>: \
         `<vocabulary|processors>`; anything else becomes `other`<.><?from=os_arch>the system (`<vocabulary|systems>`) and the \
         processor (`<vocabulary|processors>`)<&in words>, with a hyphen between them; anything else becomes \
         `other`<.><?from=os_version>the version of the system or of its kernel<.><?from=tool_version>the version of the \
         program<.><?from=user_agent>the name and the version of the program<.>",
    ),
    (
        "in words",
        ", in the words of <?vocabulary=go>Go<.><?vocabulary=rust>Rust<.><?vocabulary=node>Node.js<.>",
    ),
    (
        "source",
        "<?%constant>fixed<|><?from=time>the clock<|><?from=session>made up<|><?from=run>made up<|><?from=nonce>made \
         up<|><?from=identity><?/identity.kind=installation>made up once<|>the machine<.><|><?vocabulary>the system\
         <|><?from=os_version>the system<|><?from=parent>the program that started this \
         one<|>the program<.><.><.><.><.><.><.><.><.>",
    ),
    (
        "id",
        "<?from=nonce>- <@>: made up anew for every run and never stored: it cannot link two runs\n<.><?from=run>- <@>: made up \
         anew for every run: it puts the reports of one run together\n<.><?from=session>- <@>: <?/correlation.session>shared by \
         programs that start one another: it puts the reports of one such chain together, and nothing beyond it (the variable \
         </correlation.session.env> passes it on)<|>made up anew for every run: it puts the reports of one run \
         together<.>\n<.><?from=parent>- <@>: names the run of the program that started this one<?/correlation.parent> (the \
         variable </correlation.parent.env> passes it on)<.>\n<.><?from=identity>- <@>: \
         <:/identity><&identity><.>\n<.>",
    ),
    (
        "identity",
        "<?kind=machine>worked out from the machine's own id, for the application <application> alone: it puts \
         all reports of one machine together<?rotation>, for one <rotation|raw> in UTC<?rotation=week> from Monday on<.>. Then \
         there is another one, and nobody can tell that both are of one machine without knowing the machine's own id<|>, for as \
         long as it keeps its own id<.>. The machine's own id never leaves it and cannot be worked out from what is told. \
         Nothing is stored. There is none in containers, in automated builds, and on machines without an id of their \
         own<.><?kind=installation>random, made up before the first report and kept <&place>: it puts all reports of one installation together, until it is taken out there or \
         <&reset> forgets it<.><?kind=multi_signal>the first 8 bytes of a SHA-256 over the machine's own id, the address of its \
         network card (MAC), its host name and your user name: it puts all your reports from one machine together, for as long \
         as these four stay as they are. None of the four is sent, and the hash is worked out anew for every run and never \
         stored; but whoever knows all four can work it out too<.>",
    ),
    (
        "place",
        "at <?setting><setting|key> in <file|file><|>`installation.id` in `~/.local/state/aboveboard/</tool|raw>.json`<.>",
    ),
    // What people can do.
    (
        "controls",
        "| To | Do this |\n| --- | --- |\n<?%kept>| turn telemetry off<?consent.local> and delete the local reports<.> | <&disable> |\n| turn telemetry on | <&enable> \
         |\n<|><?page.controls.disable>| turn telemetry off | <&disable> |\n<.><?page.controls.enable>| turn telemetry on | \
         <&enable> |\n<.><.><*consent.sources><?flag>| turn it off for one run | `--<flag|raw> <?deny><deny|raw><|>disable<.>` \
         |\n<.><?env><?means=deny><&off by yes><|><?dialect=presence><|><?dialect=non_empty><|>| turn it off for one run | \
         `<env|raw>=<&no>` |\n<.><.><.><.><.><*consent.sources><?flag>| turn it on for one run | `--<flag|raw> \
         <?allow><allow|raw><|>enable<.>` |\n<.><?env><?means=deny><|>| turn it on for one run | `<env|raw>=<&yes>` \
         |\n<.><.><.>| see whether it is on, and why | <?page.controls.status><page.controls.status><|>`aboveboard --contract FILE status`<.> \
         |\n| see exactly what would be sent, whether it is on or not | <&preview> |\n<?identity>| turn it \
         off<?consent.local>, delete the local reports<.><?identity.kind=installation>, forget the id<.> and see which ids your reports had | <&reset> |\n<|><?page.controls.reset>| forget everything and turn \
         it off | <&reset> |\n<.><.><?delivery.bearer.setting>| store a token | \
         <?page.controls.token_set><page.controls.token_set><|>`aboveboard --contract FILE token set`<.> |\n| remove the token | \
         <?page.controls.token_clear><page.controls.token_clear><|>`aboveboard --contract FILE token clear`<.> |\n<.>\nWhile telemetry is off, \
         nothing is sent and no connection is made<?deletion><?deletion.mailto><|>, but for a request of yours to have data \
         deleted<.><.>.\n",
    ),
    ("disable", "<?page.controls.disable><page.controls.disable><|>`aboveboard --contract FILE disable`<.>"),
    ("enable", "<?page.controls.enable><page.controls.enable><|>`aboveboard --contract FILE enable`<.>"),
    ("reset", "<?/page.controls.reset></page.controls.reset><|>`aboveboard --contract FILE reset`<.>"),
    ("off by yes", "| turn it off for one run | `<env|raw>=<&yes>` |\n"),
    (
        "preview",
        "<?page.preview>open <page.preview|link><?page.controls.preview> or <page.controls.preview><.>\
         <|><?page.controls.preview><page.controls.preview><|>`aboveboard --contract FILE preview EVENT`<.><.>",
    ),
    // How it is decided. The words of a dialect that people are told are the first of its list.
    ("yes", "<?dialect=exact_true>true<|>1<.>"),
    ("no", "<?dialect=exact_true>false<|>0<.>"),
    (
        "decided",
        "<?consent.gates>Telemetry is off, whatever else is said, in each of these cases:\n\n\
         <*consent.gates><&gate><.>\n<.><?consent.sources.0><?consent.gates>Otherwise the<|>The<.> first of these that says anything \
         decides:\n\n<*consent.sources><@|raw>. <&decides>\n<.>\nWhere none of them says anything:\n\n<.>\
         <:consent><&undecided><?local>\n<:local><&local><.><.><.>\
         <*consent.gates><?env>\nWhere telemetry is off, the programs that this one starts are told so: <env> is \
         `1`.\n<.><.><?child.denied>\nWhere telemetry is off, the programs that this one starts are told so: <*child.denied; \
         and ><@> is <?.=>empty<|><.|code><.><.>.\n<.><?%file>\nA file that is there but cannot be read, or that others may \
         write to, counts as a no. `~/.config` and `~/.local/state` are elsewhere where `XDG_CONFIG_HOME` and `XDG_STATE_HOME` \
         say so.\n<.>",
    ),
    (
        "gate",
        "- <?feature>this build of </tool> has its feature <feature> turned off<.><?policy>your organisation's file <file|file> \
         says `false` at <policy|key>, or cannot be read<.><?env>the variable <env> is `<&yes>` or not understood: the program \
         that started this one runs without telemetry<.>\n",
    ),
    (
        "decides",
        "<?flag>the flag `--<flag|raw>`: `<?allow><allow|raw><|>enable<.>` is a yes, `<?deny><deny|raw><|>disable<.>` a \
         no<.><?env>the variable <env>: <&variable><.><?setting>the setting <setting|key> in <file|file>: `true` is a yes, \
         `false` a no<.><?stored>what you have said before, kept in a file of its own on your machine<.>",
    ),
    (
        "variable",
        "<?dialect=presence>set at all, it is a <&sense><|><?dialect=non_empty>any text is a \
         <&sense><|><?dialect=exact_true>`true` is a <&sense>, everything else <?means=deny>says nothing<|>a no<.><|>`1` is a \
         <&sense><?means=deny><|>, `0` a no<.>; what is not understood <?invalid=skip>says nothing<|>is a no<.><.><.><.>",
    ),
    ("sense", "<?means=deny>no<|>yes<.>"),
    (
        "undecided",
        "<?undecided.interactive=ask>In a terminal you are asked, and your answer <?question.remember=true>is \
         remembered<|>holds for that run<.>. An empty line is a <?question.default=allow>yes<|>no<.>; whatever is neither yes nor \
         no is a no:\n\n<question.text|block>\n<.><?undecided.interactive=notice><?undecided.unattended=notice>Telemetry\
         <|>In a terminal telemetry<.> is on. You are told so first, once and without having \
         to answer, and the run that tells you sends nothing:\n\n<notice.text|block>\n<.><?undecided.unattended=deny>\
         <?undecided.interactive=deny>Telemetry is off.\n<|>Where there is no terminal, telemetry is off.\n<.><.>\nIn automated \
         builds and under coding agents nobody is asked or told anything, and <?%yes by hand>only a flag or a variable can turn \
         telemetry on<|>nothing turns telemetry on<.>.\n",
    ),
    (
        "local",
        "Reports are written to <file|file> and nothing is sent, where telemetry is on and one of these says so:\n\n<*sources>- \
         <?env>the variable <env> is `<&yes>` or cannot be understood<|>the setting <setting|key> in <file|file> is \
         `true`<.>\n<.>",
    ),
    // When, where to, how long.
    (
        "delivery",
        "<?delivery.every_seconds>While the program runs, it reports <delivery.every_seconds|every>:<|>A report is sent when \
         one of these happens:<.>\n\n<*events>- <@><?when>, only where <*when; and ><@> is <*.; or ><.|code><.><.><.>\n<.>\
         \nReports go to <:delivery.endpoint><url><?%plaintext>, **not encrypted**<|>, encrypted on the way (HTTPS)<.>. <?env>The \
         variable <env> can name another address; where it is empty, nothing is sent.<?plaintext=true> That address may be one \
         without encryption.<.><|>Nothing can change this address.<.><.> An answer cannot send it on to anywhere else. As with \
         every connection, the receiver sees the network address that it comes from.\n\nA try takes at most \
         <?delivery.timeout_seconds><delivery.timeout_seconds.value|raw><:delivery.timeout_seconds><&may change><.><|>10<.> \
         seconds. <?delivery.attempts>After so many tries a report is given up for now: <delivery.attempts.value|raw>\
         <:delivery.attempts><&may change><.><|><?delivery.mode>A report is tried once at a time<|>A report that does not arrive is not sent again<.><.>, and the \
         program goes on as if nothing had happened.<?delivery.budget_seconds> All tries together take at most \
         <delivery.budget_seconds.value|raw><:delivery.budget_seconds><&may change><.> seconds.<.><?delivery.mode=at_least_once> What does not arrive <&waits>. It is tried \
         again until it has arrived<?delivery.refused=keep>, also where the receiver refuses it<|> or the receiver refuses \
         it<.>; it may arrive twice then.<.><?delivery.mode=at_most_once> What has not been sent yet <&waits>; it is sent no \
         more than once.<.><?delivery.outbox.layout=attempts> <:delivery.outbox><&kept attempts><.><.>\n<?delivery.metrics>The program counts what becomes of its reports: <*delivery.metrics; and ><@|raw> \
         as <.|code><.>.\n<.>\n<?delivery.meta>Each request also says how often its report has been \
         tried: <:delivery.meta><&meta><.>.\n\n<.>Each request carries these headers beside the report:\n\n- `User-Agent`: \
         <:delivery.user_agent><?value><value><|>`aboveboard`<.><&may change><.>\n<*delivery.headers>- <@>: <value><&may \
         change>\n<.><?delivery.bearer><:delivery.bearer>\nIf you have been given a token, it is sent too, and the receiver knows by \
         it whose report it is. It comes from <?env>the variable <env><?file>, else from <.><.><?file><file|file><.>. Having one \
         is not a yes to telemetry.\n<.><.>",
    ),
    (
        "waits",
        "waits in a directory of your own on this machine, <?delivery.outbox.directory><delivery.outbox.directory|file><|>below \
         `~/.local/state/aboveboard`<.>, at most <?delivery.outbox.batches><delivery.outbox.batches|raw><|>10<.> reports. It is \
         dropped when you turn telemetry off",
    ),
    (
        "kept attempts",
        "Tries that failed are kept in <?env>the directory that the variable <env> names, else in <.><directory|file>, in files \
         whose names begin with <?name><name><|>`event`<.>: what was sent, and what came of it. They go when the report has arrived, \
         and when you turn telemetry off.",
    ),
    (
        "meta",
        "<?attempt>the number of the try (<&into><attempt|raw>`)<.><?retry><?attempt>, <.>how many there have been before \
         (<&into><retry|raw>`)<.><?is_retry><?attempt>, <|><?retry>, <.><.>whether there have been any \
         (<&into><is_retry|raw>`)<.>",
    ),
    ("into", "`<?into><into|raw>.<.>"),
    ("may change", "<?env> (the variable <env> can say otherwise)<.>"),
    (
        "kept",
        "<?retention>What arrives is kept for <retention.days|raw> day<?retention.days=1><|>s<.><?retention.then>; then \
         <retention.then|text><.>.\n<|>Nothing is stated about how long.\n<.><?deletion.mailto>To have it deleted, write to \
         <deletion.mailto>.\n<.><?deletion.url>A request to have it deleted goes to <deletion.url>.\n<.><?deletion.event>A request \
         to have it deleted is sent as the report <deletion.event>.\n<.>",
    ),
];
