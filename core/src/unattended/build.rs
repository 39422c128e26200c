//! Services that build and test, as the npm package `ci-info` 4.5.0 tells them.

use super::{holds, is_set};
use crate::facts::Facts;

/// Each says by being set that this is a build, whatever its value is. Services that cannot be without one of the
/// general variables are not listed again: what they set beside them changes nothing.
const VARIABLES: &[&str] = &[
    "CI",
    "CONTINUOUS_INTEGRATION",
    "BUILD_ID",
    "BUILD_NUMBER",
    "CI_APP_ID",
    "CI_BUILD_ID",
    "CI_BUILD_NUMBER",
    "CI_NAME",
    "RUN_ID",
    "AGOLA_GIT_REF",
    "ALPIC_HOST",
    "AC_APPCIRCLE",
    "APPVEYOR",
    "CODEBUILD_BUILD_ARN",
    "TF_BUILD",
    "bamboo_planKey",
    "BITBUCKET_COMMIT",
    "BITRISE_IO",
    "BUDDY_WORKSPACE_ID",
    "BUILDKITE",
    "CAPAWESOME_CLOUD",
    "CIRCLECI",
    "CIRRUS_CI",
    "CF_PAGES",
    "WORKERS_CI",
    "CF_BUILD_ID",
    "CM_BUILD_ID",
    "DRONE",
    "DSARI",
    "EARTHLY_CI",
    "EAS_BUILD",
    "GERRIT_PROJECT",
    "GITEA_ACTIONS",
    "GITHUB_ACTIONS",
    "GITLAB_CI",
    "GO_PIPELINE_LABEL",
    "BUILDER_OUTPUT",
    "HARNESS_BUILD_ID",
    "HUDSON_URL",
    "LAYERCI",
    "MAGNUM",
    "NETLIFY",
    "NEVERCODE",
    "PROW_JOB_ID",
    "RELEASE_BUILD_ID",
    "RENDER",
    "RWX",
    "SAILCI",
    "SCREWDRIVER",
    "SEMAPHORE",
    "STRIDER",
    "TEAMCITY_VERSION",
    "TRAVIS",
    "VELA",
    "NOW_BUILDER",
    "VERCEL",
    "APPCENTER_BUILD_ID",
    "CI_XCODE_PROJECT",
    "XCS",
];

/// Heroku is told by the path of its Node.js within this variable.
const NODE: &str = "NODE";
pub(super) const HEROKU_NODE: &str = "/app/.heroku/node/bin/node";

pub(super) fn variables() -> impl Iterator<Item = &'static str> {
    VARIABLES.iter().copied().chain([NODE])
}

/// Whether this is a build. `CI=false` says that it is none, whatever else is set.
pub(super) fn is_there(facts: &Facts) -> bool {
    facts.variable("CI").text() != Some("false")
        && (VARIABLES.iter().any(|name| is_set(facts, name)) || holds(facts, NODE, is_of_heroku))
}

/// Whether the text has Heroku's path in it. By its bytes: the standard search for a text is large code.
fn is_of_heroku(text: &str) -> bool {
    text.as_bytes().windows(HEROKU_NODE.len()).any(|bytes| bytes == HEROKU_NODE.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;
    use super::*;

    /// Every service of `ci-info` with the least that it is told by.
    const SERVICES: &[(&str, &[(&str, &str)])] = &[
        ("Agola CI", &[("AGOLA_GIT_REF", "refs/heads/main")]),
        ("Alpic", &[("ALPIC_HOST", "host")]),
        ("Appcircle", &[("AC_APPCIRCLE", "true")]),
        ("AppVeyor", &[("APPVEYOR", "True")]),
        ("AWS CodeBuild", &[("CODEBUILD_BUILD_ARN", "arn:aws:codebuild:1")]),
        ("Azure Pipelines", &[("TF_BUILD", "True")]),
        ("Bamboo", &[("bamboo_planKey", "PLAN")]),
        ("Bitbucket Pipelines", &[("BITBUCKET_COMMIT", "0a1b")]),
        ("Bitrise", &[("BITRISE_IO", "true")]),
        ("Buddy", &[("BUDDY_WORKSPACE_ID", "7")]),
        ("Buildkite", &[("BUILDKITE", "true")]),
        ("Capawesome Cloud", &[("CAPAWESOME_CLOUD", "true")]),
        ("CircleCI", &[("CIRCLECI", "true")]),
        ("Cirrus CI", &[("CIRRUS_CI", "true")]),
        ("Cloudflare Pages", &[("CF_PAGES", "1")]),
        ("Cloudflare Workers", &[("WORKERS_CI", "1")]),
        ("Codefresh", &[("CF_BUILD_ID", "7")]),
        ("Codemagic", &[("CM_BUILD_ID", "7")]),
        ("Codeship", &[("CI_NAME", "codeship")]),
        ("Drone", &[("DRONE", "true")]),
        ("dsari", &[("DSARI", "1")]),
        ("Earthly", &[("EARTHLY_CI", "true")]),
        ("Expo Application Services", &[("EAS_BUILD", "true")]),
        ("Gerrit", &[("GERRIT_PROJECT", "project")]),
        ("Gitea Actions", &[("GITEA_ACTIONS", "true")]),
        ("GitHub Actions", &[("GITHUB_ACTIONS", "true")]),
        ("GitLab CI", &[("GITLAB_CI", "true")]),
        ("GoCD", &[("GO_PIPELINE_LABEL", "7")]),
        ("Google Cloud Build", &[("BUILDER_OUTPUT", "/builder/outputs")]),
        ("Harness CI", &[("HARNESS_BUILD_ID", "7")]),
        ("Heroku", &[("NODE", "/app/.heroku/node/bin/node")]),
        ("Hudson", &[("HUDSON_URL", "http://hudson.test/")]),
        ("Jenkins", &[("JENKINS_URL", "http://jenkins.test/"), ("BUILD_ID", "7")]),
        ("LayerCI", &[("LAYERCI", "true")]),
        ("Magnum CI", &[("MAGNUM", "true")]),
        ("Netlify CI", &[("NETLIFY", "true")]),
        ("Nevercode", &[("NEVERCODE", "true")]),
        ("Prow", &[("PROW_JOB_ID", "7")]),
        ("ReleaseHub", &[("RELEASE_BUILD_ID", "7")]),
        ("Render", &[("RENDER", "true")]),
        ("RWX", &[("RWX", "true")]),
        ("Sail CI", &[("SAILCI", "true")]),
        ("Screwdriver", &[("SCREWDRIVER", "true")]),
        ("Semaphore", &[("SEMAPHORE", "true")]),
        ("Sourcehut", &[("CI_NAME", "sourcehut")]),
        ("Strider CD", &[("STRIDER", "true")]),
        ("TaskCluster", &[("TASK_ID", "7"), ("RUN_ID", "0")]),
        ("TeamCity", &[("TEAMCITY_VERSION", "2026.1")]),
        ("Travis CI", &[("TRAVIS", "true")]),
        ("Vela", &[("VELA", "true")]),
        ("Vercel, formerly Now", &[("NOW_BUILDER", "1")]),
        ("Vercel", &[("VERCEL", "1")]),
        ("Visual Studio App Center", &[("APPCENTER_BUILD_ID", "7")]),
        ("Woodpecker", &[("CI", "woodpecker")]),
        ("Xcode Cloud", &[("CI_XCODE_PROJECT", "app.xcodeproj")]),
        ("Xcode Server", &[("XCS", "1")]),
    ];

    #[test]
    fn every_service_is_known_and_can_be_denied() {
        for (service, variables) in SERVICES {
            assert!(is_there(&facts(variables)), "{service}");
            // `CI=false` beats all but a variable of the same name.
            if variables[0].0 != "CI" {
                let mut denied = facts(variables);
                denied.variables.insert("CI", crate::answer::Answer::from_text("false"));
                assert!(!is_there(&denied), "{service}");
            }
        }
    }

    #[test]
    fn a_general_variable_is_enough() {
        for name in [
            "CI",
            "CONTINUOUS_INTEGRATION",
            "BUILD_ID",
            "BUILD_NUMBER",
            "CI_APP_ID",
            "CI_BUILD_ID",
            "CI_BUILD_NUMBER",
            "CI_NAME",
            "RUN_ID",
        ] {
            assert!(is_there(&facts(&[(name, "x")])), "{name}");
            assert!(!is_there(&facts(&[(name, "")])), "{name}");
        }
    }

    #[test]
    fn values_do_not_count_but_for_ci() {
        for (variables, build) in [
            (&[("CI", "false")][..], false),
            (&[("CI", "False")], true),
            (&[("CI", "0")], true),
            (&[("CI", " ")], true),
            (&[("CI", "")], false),
            (&[("CI", ""), ("TRAVIS", "true")], true),
            (&[("TRAVIS", "false")], true),
            (&[("TF_BUILD", "False")], true),
            (&[("BUILD_ID", "false")], true),
            (&[("CI", "false"), ("CONTINUOUS_INTEGRATION", "true")], false),
        ] {
            assert_eq!(is_there(&facts(variables)), build, "{variables:?}");
        }
    }

    #[test]
    fn half_a_sign_is_none() {
        for variables in [
            ("JENKINS_URL", "http://jenkins.test/"),
            ("TASK_ID", "7"),
            ("NODE", "/usr/bin/node"),
            ("NODE", "/app/.heroku/node/bin/nod"),
            ("node", "/app/.heroku/node/bin/node"),
            ("BAMBOO_PLANKEY", "PLAN"),
            ("GITHUB_EVENT_NAME", "pull_request"),
            ("IS_PULL_REQUEST", "true"),
        ] {
            assert!(!is_there(&facts(&[variables])), "{variables:?}");
        }
        assert!(is_there(&facts(&[("NODE", "x:/app/.heroku/node/bin/node --flag")])));
    }
}
