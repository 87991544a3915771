// Compares our signer with files of test vectors. Prints what differs on stderr and ends with
// `N passed, N failed` on stdout; 0 when all passed, 1 when not, 2 when it was called wrongly.
#include "tests/core/venues/lighter/vectorchecks.h"

#include <cstdio>
#include <cstdlib>
#include <span>

namespace {

struct Count
{
    std::size_t passed = 0;
    std::size_t failed = 0;
};

void fail(Count& count, const char* path, const std::string& what)
{
    ++count.failed;
    std::fprintf(stderr, "%s: %s\n", path, what.c_str());
}

void checkFile(Count& count, const char* path)
{
    const wick::test::VectorFile file{path};
    if (!file.error().empty()) {
        fail(count, path, file.error());
        return;
    }
    if (file.entries().empty()) {
        fail(count, path, "has no vectors");
    }
    for (std::size_t i = 0; i < file.entries().size(); ++i) {
        const auto& entry = file.entries()[i];
        const std::string difference = wick::test::check(entry);
        if (difference.empty()) {
            ++count.passed;
        } else {
            fail(count, path, wick::test::nameOf(entry, i) + ": " + difference);
        }
    }
}

} // namespace

int main(int argc, char* argv[])
{
    const std::span arguments{argv, static_cast<std::size_t>(argc)};
    if (arguments.size() < 2) {
        std::fputs("usage: wick_lighter_vectors FILE...\n", stderr);
        return 2;
    }
    Count count;
    for (const char* path : arguments.subspan(1)) {
        checkFile(count, path);
    }
    std::printf("%zu passed, %zu failed\n", count.passed, count.failed);
    return count.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
