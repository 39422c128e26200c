//! Names that half the world's machines and accounts bear. Alone they tell nothing about anybody, and looking for them
//! would mangle honest text; in context (`user=root`, `/home/ubuntu/`) the recognisers take them as any other.

use crate::scrub::text::words::{Words, words};

/// Accounts and hosts of images, services and continuous integration, the words of the trade that people name them by,
/// and the words that replacements use.
static NAMES: Words = words!(
    "account" "address" "admin" "administrator" "agent" "alpine" "anonymous" "ansible" "apache" "azureuser" "bitnami"
    "bamboo" "build" "builder" "buildkite" "centos" "circleci" "cloud" "cluster" "codespace" "containers"
    "core" "daemon" "debian" "default" "demo" "deploy" "desktop" "developer" "docker" "ec2-user" "email"
    "fedora" "github" "gitlab" "gitlab-runner" "gitpod" "guest" "home" "host" "infra" "ingress" "jenkins"
    "kubernetes" "laptop" "linux" "local" "localdomain" "localhost" "macbook" "machine" "main" "master"
    "minikube" "mobile" "mysql" "nginx" "node" "nobody" "ollama" "opc" "operator" "oracle" "owner" "path"
    "postgres" "production" "public" "python" "rancher" "raspberrypi" "redis" "remote" "root" "rocky"
    "runner" "secret" "server" "service" "shared" "staging" "support" "system" "temp" "terraform" "test"
    "tester" "travis" "ubuntu" "unknown" "user" "username" "users" "vagrant" "vscode" "web" "windows"
    "worker" "workspace" "www-data"
);

/// Directories that stand in every container.
static DIRECTORIES: Words = words!(
    "/app" "/build" "/builds" "/code" "/data" "/github/workspace" "/home" "/mnt" "/opt" "/project" "/repo"
    "/root" "/source" "/src" "/srv" "/tmp" "/usr" "/users" "/var" "/work" "/workdir" "/workspace"
    "/workspaces" "c:" "c:/users"
);

/// Addresses that every machine has.
static ADDRESSES: Words = words!("0.0.0.0" "127.0.0.1" "127.0.1.1" "::1");

pub(crate) fn is_name(name: &[u8]) -> bool {
    NAMES.contains(name)
}

/// Whether a path, with `/` between its parts, is one of them.
pub(crate) fn is_directory(path: &[u8]) -> bool {
    DIRECTORIES.contains(path)
}

pub(crate) fn is_address(address: &[u8]) -> bool {
    ADDRESSES.contains(address)
}
