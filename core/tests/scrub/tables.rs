//! Secrets that a program prints in a table or in a line of their own: what stands in the lines above says what they are.

use crate::context::{both, untouched};

#[test]
fn entries_that_vault_lists() {
    both(&[
        (
            "Key         Value\n---         -----\npassword    horse\nusername    shop\n",
            "Key         Value\n---         -----\npassword    [secret]\nusername    shop\n",
        ),
        (
            "Key                  Value\n---                  -----\ntoken                two words\ntoken_duration       768h\n\nnext\npassword    horse\n",
            "Key                  Value\n---                  -----\ntoken                [secret]\ntoken_duration       768h\n\nnext\npassword    horse\n",
        ),
    ]);
    untouched(&[
        "password    horse\nusername    shop\n",
        "Name        Value\n----        -----\npassword    horse\n",
        "---\npassword    horse\n",
        "Key         Value\n---         -----\nsecret_id_num_uses    0\npassword horse\n",
    ]);
}

#[test]
fn tokens_that_kubeadm_lists() {
    both(&[
        (
            "TOKEN                     TTL\nvjn7wa.0kkq14gd0amrqvvi   23h\n",
            "TOKEN                     TTL\n[secret]   23h\n",
        ),
        ("join with 'vjn7wa.0kkq14gd0amrqvvi'\n", "join with '[secret]'\n"),
    ]);
    untouched(&[
        // The name of an event of Kubernetes, of a file, of a method.
        "nginx1.17a3b2c4d5e6f7a8   Pulled\n",
        "chunk1.0kkq14gd0amrqvvi.js\n",
        "/static/chunk1.0kkq14gd0amrqvvi\n",
        "module.somethingverylon\n",
        "objec1.methodnamesixtee\n",
    ]);
}

#[test]
fn accounts_that_cloud_init_sets_up() {
    both(&[
        (
            "chpasswd:\n  list: |\n    ubuntu:Pl4in\n    root:word\n  expire: False\n",
            "chpasswd:\n  list: |\n    [secret]\n    [secret]\n  expire: False\n",
        ),
        (
            "chpasswd:\n  list:\n    - ubuntu:Pl4in\n  expire: False\n",
            "chpasswd:\n  list:\n    - [secret]\n  expire: False\n",
        ),
    ]);
    untouched(&[
        "groups:\n  list: |\n    ubuntu:Pl4in\n",
        "chpasswd:\n  expire: False\n  note: |\n    ubuntu:Pl4in\n",
    ]);
}

#[test]
fn passwords_in_a_line_of_their_own() {
    both(&[
        (
            "Please use the following password to proceed to installation:\n\n0823d9583f9336e24fd8bf0eec305670\n\nThis may\n",
            "Please use the following password to proceed to installation:\n\n[secret]\n\nThis may\n",
        ),
        (
            "Password for the elastic user (reset with `x -u elastic`):\n  lhQpLELkjkrawaBoaz0Q\n\n",
            "Password for the elastic user (reset with `x -u elastic`):\n  [secret]\n\n",
        ),
    ]);
    untouched(&[
        "Use the following commit:\n\n0823d9583f9336e24fd8bf0eec305670\n",
        "Please use the following password to proceed to installation:\n\nThe file has it\n",
        "Please use the following password to proceed to installation:\n\nsee below\n0823d9583f9336e24fd8bf0eec305670\n",
    ]);
}

#[test]
fn private_keys_of_putty() {
    both(&[(
        "Comment: laptop\nPrivate-Lines: 1\nAAAAI6PKG/Vbv1g4cb4FlJB+PYWTpR/2\nPrivate-MAC: 44aae21794fbd516f3fe3b5a6baa22f6257ecb4cf6ac74a00f9ada33a363af58\nword\n",
        "Comment: laptop\nPrivate-Lines: 1\n[secret]\nPrivate-MAC: 44aae21794fbd516f3fe3b5a6baa22f6257ecb4cf6ac74a00f9ada33a363af58\nword\n",
    )]);
    untouched(&[
        "Public-Lines: 1\nAAAAB3NzaC1yc2EAAAADAQABAAAB\nComment: laptop\n",
        "Private-Lines: 1\nNothing of the kind.\n",
    ]);
}
