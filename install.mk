# Part of the Makefile: what is put where on a machine, under the names that the GNU Coding Standards have for directories.
# make install-helper, make install-library   one of the two alone

prefix = $(PREFIX)
exec_prefix = $(prefix)
bindir = $(exec_prefix)/bin
libdir = $(exec_prefix)/lib
includedir = $(prefix)/include
datarootdir = $(prefix)/share
mandir = $(datarootdir)/man
docdir = $(datarootdir)/doc/aboveboard
pkgconfigdir = $(libdir)/pkgconfig
INSTALL = install
INSTALL_PROGRAM = $(INSTALL) -m 755
INSTALL_DATA = $(INSTALL) -m 644

# Says so where something that the two are made of is newer than what was built, or nothing was. Nothing is compiled without
# need: whoever installs for everybody is root, who often has no Rust.
sources := Cargo.toml Cargo.lock core/Cargo.toml core/src ffi/Cargo.toml ffi/src ffi/include bindings/shell/build.sh \
	$(wildcard bindings/shell/*.[ch])
older = $(shell find $(sources) -newer $(1) 2>&1 | head -n 1)

.PHONY: install install-helper install-library install-licences uninstall

install: install-helper install-library

install-helper: $(if $(call older,build/bin/aboveboard),helper) install-licences
	$(INSTALL) -d "$(DESTDIR)$(bindir)" "$(DESTDIR)$(mandir)/man1"
	$(INSTALL_PROGRAM) build/bin/aboveboard "$(DESTDIR)$(bindir)/aboveboard"
	$(INSTALL_DATA) bindings/shell/aboveboard.sh "$(DESTDIR)$(bindir)/aboveboard.sh"
	$(INSTALL_DATA) bindings/shell/aboveboard.1 "$(DESTDIR)$(mandir)/man1/aboveboard.1"

# The archive is the helper's too.
install-library: $(if $(call older,build/lib/libaboveboard.a),helper)
install-library: $(if $(call older,build/lib/libaboveboard.so.$(ABI)),library) install-licences
	$(INSTALL) -d "$(DESTDIR)$(includedir)" "$(DESTDIR)$(libdir)" "$(DESTDIR)$(pkgconfigdir)"
	$(INSTALL_DATA) ffi/include/aboveboard.h "$(DESTDIR)$(includedir)/aboveboard.h"
	$(INSTALL_DATA) build/lib/libaboveboard.a "$(DESTDIR)$(libdir)/libaboveboard.a"
	$(INSTALL_DATA) build/lib/libaboveboard.so.$(ABI) "$(DESTDIR)$(libdir)/libaboveboard.so.$(ABI)"
	ln -sf libaboveboard.so.$(ABI) "$(DESTDIR)$(libdir)/libaboveboard.so"
	ffi/pkgconfig.sh "$(prefix)" "$(libdir)" "$(includedir)" > "$(DESTDIR)$(pkgconfigdir)/aboveboard.pc"
	chmod 644 "$(DESTDIR)$(pkgconfigdir)/aboveboard.pc"

install-licences:
	$(INSTALL) -d "$(DESTDIR)$(docdir)"
	$(INSTALL_DATA) LICENSE-APACHE LICENSE-MIT "$(DESTDIR)$(docdir)"

# Directories that others use as well stay.
uninstall:
	rm -f "$(DESTDIR)$(bindir)/aboveboard" "$(DESTDIR)$(bindir)/aboveboard.sh" "$(DESTDIR)$(mandir)/man1/aboveboard.1" \
		"$(DESTDIR)$(includedir)/aboveboard.h" "$(DESTDIR)$(libdir)/libaboveboard.a" \
		"$(DESTDIR)$(libdir)/libaboveboard.so" "$(DESTDIR)$(libdir)/libaboveboard.so.$(ABI)" \
		"$(DESTDIR)$(pkgconfigdir)/aboveboard.pc" "$(DESTDIR)$(docdir)/LICENSE-APACHE" "$(DESTDIR)$(docdir)/LICENSE-MIT"
	! test -d "$(DESTDIR)$(docdir)" || rmdir "$(DESTDIR)$(docdir)"
