# hecun: `make help` lists the targets.

CC      ?= gcc
ifeq ($(origin CC),default)
CC      := gcc
endif
BUILD   ?= build
PREFIX  ?= /usr/local
MANDIR  ?= $(PREFIX)/share/man
COMPLETIONS ?= $(PREFIX)/share/bash-completion/completions
OPT     ?= -O3
PKGS    := zlib gdal geos proj libcjson xlsxwriter libcrypto sqlite3 cairo pangocairo clp
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
# The same bytes from gcc and clang: no contraction of a*b+c, no guessing about the order of sums.
CFLAGS  += -std=c11 -D_GNU_SOURCE $(OPT) -g $(WARN) -ffp-contract=off -fno-math-errno -pthread -Isrc
ifeq ($(WERROR),1)
CFLAGS  += -Werror
endif
ifeq ($(SAN),1)
BUILD   := build-san
CFLAGS  += -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
ifeq ($(COVERAGE),1)
BUILD   := build-coverage
OPT     := -O0
CFLAGS  += --coverage -fprofile-update=atomic
endif
ifeq ($(FUZZ),1)
CC      := clang
BUILD   := build-fuzz
CFLAGS  += -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FUZZER  := -fsanitize=fuzzer
else
FUZZER   = $(BUILD)/tests/fuzz/replay.o
endif
ifneq ($(V),1)
Q := @
endif

# The libraries' headers are not ours to warn about.
PKG_CFLAGS = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS)))
PKG_LIBS   = $(shell pkg-config --libs $(PKGS)) -lgeos_c -lm

SOURCES    := $(sort $(shell find src -name '*.c'))
LIBRARY    := $(BUILD)/libhecun.a
LIB_OBJS   := $(patsubst %.c,$(BUILD)/%.o,$(filter-out src/cli/main.c,$(SOURCES))) $(BUILD)/page/template.o
PAGE       := scripts/embed-page $(shell find src/page/web -type f)
TESTS      := $(sort $(shell find tests/unit tests/property -name '*_test.c'))
TEST_EXES  := $(TESTS:%.c=$(BUILD)/%)
TEST_LIB   := $(sort $(filter-out %_test.c,$(shell find tests/unit tests/property -name '*.c')))
TEST_OBJS  := $(TEST_LIB:%.c=$(BUILD)/%.o)
FUZZ_EXES  := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
TOOLS      := $(BUILD)/tests/bench/make_coverage $(BUILD)/tests/bench/make_damaged $(BUILD)/tests/bench/time_plans

all: $(BUILD)/hecun

# The whole library: two functions of one name are an error, not a choice.
$(BUILD)/hecun: $(BUILD)/src/cli/main.o $(LIBRARY)
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< -Wl,--whole-archive $(LIBRARY) -Wl,--no-whole-archive $(PKG_LIBS)

$(LIBRARY): $(LIB_OBJS)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

# Objects are made anew when the compiler or its flags change.
$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD)
	@echo '$(CC) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS)' > $@

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS) $(PKG_CFLAGS) -Itests/property -MMD -MP -c -o $@ $<

# The page without its data, as a file to look at and as a C source.
$(BUILD)/page/template.c: $(PAGE)
	@mkdir -p $(@D)
	@echo "  PAGE  $(@D)/page.html"
	$(Q)scripts/embed-page $(@D)/page.html $@

$(BUILD)/page/template.o: $(BUILD)/page/template.c $(BUILD)/flags
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<

$(TEST_EXES): $(BUILD)/%: $(BUILD)/%.o $(TEST_OBJS) $(LIBRARY)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter-out $(LIBRARY),$^) $(LIBRARY) -lcmocka $(PKG_LIBS)

# A target with libFuzzer (FUZZ=1), or with a main that replays what it is given.
$(FUZZ_EXES): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/tests/fuzz/file.o $(BUILD)/tests/fuzz/replay.o $(LIBRARY)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/tests/fuzz/file.o $(FUZZER) $(LIBRARY) $(PKG_LIBS)

$(TOOLS): $(BUILD)/%: $(BUILD)/%.o $(LIBRARY)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter-out $(LIBRARY),$^) $(LIBRARY) $(PKG_LIBS)
$(BUILD)/tests/bench/make_damaged: $(BUILD)/tests/property/coverage.o $(BUILD)/tests/property/damage.o
$(BUILD)/tests/bench/time_plans: $(BUILD)/tests/property/coverage.o $(BUILD)/tests/property/plans.o

# What makes calls of the system fail, preloaded by tests/fault.
SHIM       := $(BUILD)/tests/fault/shim.so
$(SHIM): tests/fault/shim.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -O2 -g $(WARN) -shared -fPIC -o $@ $< -ldl

.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

test-build: $(BUILD)/hecun $(TEST_EXES) $(FUZZ_EXES) $(TOOLS) $(SHIM)

fuzz-build: $(FUZZ_EXES)

# Set-up first, in a make of its own: what it installs is asked for when the flags are read.
test:
	@scripts/bootstrap --test
	@$(MAKE) --no-print-directory -j2 WERROR=1 test-build
	@scripts/run-tests $(BUILD)

soak:
	@scripts/bootstrap --test
	@$(MAKE) --no-print-directory -j2 WERROR=1 test-build
	@HC_SEEDS=20000 scripts/run-tests $(BUILD)
	@scripts/bootstrap --bench
	@tests/clean/peers $(BUILD)
	@scripts/bootstrap --sample
	@scripts/make-gaoping --check

# TIME seconds in all, shared among the targets.
TIME ?= 1800
fuzz:
	@scripts/bootstrap --test
	@$(MAKE) --no-print-directory -j2 FUZZ=1 fuzz-build
	@tests/fuzz/fuzz $(TIME)

demo:
	@scripts/bootstrap
	@$(MAKE) --no-print-directory -j2 all
	@scripts/demo $(BUILD)/hecun

# sample_data/gaoping anew: two minutes, the same bytes each time.
sample-data:
	@scripts/bootstrap --sample
	@scripts/make-gaoping

lint:
	@scripts/bootstrap --test
	@scripts/lint

format:
	clang-format -i $(shell find src tests -name '*.[ch]')

SIZES ?= small middle country
bench:
	@scripts/bootstrap --bench
	@$(MAKE) --no-print-directory -j2 all $(TOOLS)
	@scripts/bench $(BUILD)
	@scripts/bench-small $(BUILD)
	@scripts/bench-sizes $(BUILD) $(SIZES)

coverage:
	@scripts/bootstrap --test
	@$(MAKE) --no-print-directory -j2 COVERAGE=1 test-build
	@scripts/coverage build-coverage

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BUILD)/hecun $(DESTDIR)$(PREFIX)/bin/hecun
	install -d $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/zh_CN/man1 $(DESTDIR)$(COMPLETIONS)
	$(BUILD)/hecun help man --lang en > $(DESTDIR)$(MANDIR)/man1/hecun.1
	$(BUILD)/hecun help man --lang zh > $(DESTDIR)$(MANDIR)/zh_CN/man1/hecun.1
	$(BUILD)/hecun help completion > $(DESTDIR)$(COMPLETIONS)/hecun
	@scripts/installed "$(DESTDIR)" "$(PREFIX)" "$(COMPLETIONS)"

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/hecun $(DESTDIR)$(MANDIR)/man1/hecun.1 $(DESTDIR)$(MANDIR)/zh_CN/man1/hecun.1
	rm -f $(DESTDIR)$(COMPLETIONS)/hecun

clean:
	rm -rf build build-*

help:
	@echo 'make            build build/hecun'
	@echo 'make demo       install what running needs, build, run the sample'
	@echo 'make test       install what tests need, build, run every test'
	@echo 'make lint       formatting, rooms, sizes, static analysis'
	@echo 'make soak       the tests with their full seeded counts'
	@echo 'make fuzz       fuzz the readers, TIME=1800 seconds in all'
	@echo 'make coverage   line coverage of src'
	@echo 'make bench      ratios against peers, into tests/bench/README.md; SIZES="small middle" without the country'
	@echo 'make sample-data  sample_data/gaoping anew, the same bytes'
	@echo 'make format, install, uninstall (PREFIX=, DESTDIR=), clean'
	@echo 'with: CC=clang  SAN=1 (sanitizers)  WERROR=1  V=1'

FORCE:
.PHONY: all test test-build fuzz fuzz-build soak demo sample-data lint format bench coverage install uninstall clean help FORCE
