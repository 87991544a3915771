#include "tests/support/testregistry.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <QTest>

#include <cstdio>
#include <cstdlib>

#ifdef WICK_TEST_WIDGETS
#include <QApplication>
#endif

namespace wick::test {

std::vector<TestClass>& registry()
{
    static std::vector<TestClass> classes;
    return classes;
}

} // namespace wick::test

int main(int argc, char* argv[])
{
    // A debugger that prints the stack of a crashed test may never come back, and the test with it.
    qputenv("QTEST_DISABLE_STACK_DUMP", "1");

    std::string_view selected;
    std::vector<char*> rest{argv[0]};
    for (int i = 1; i < argc; ++i) {
        if (std::string_view{argv[i]} == "-select" && i + 1 < argc) {
            selected = argv[++i];
        } else {
            rest.push_back(argv[i]);
        }
    }
    int count = static_cast<int>(rest.size());
    rest.push_back(nullptr);

#ifdef WICK_TEST_WIDGETS
    QApplication app{count, rest.data()};
#else
    const QCoreApplication app{count, rest.data()};
#endif
    QStandardPaths::setTestModeEnabled(true);

    int failures = 0;
    bool any = false;
    for (const auto& testClass : wick::test::registry()) {
        if (selected.empty() || selected == testClass.name) {
            any = true;
            const auto object = testClass.create();
            failures += QTest::qExec(object.get(), count, rest.data());
        }
    }
    if (!any) {
        std::fprintf(stderr, "no test class is named '%.*s'\n", static_cast<int>(selected.size()),
                     selected.data());
        return EXIT_FAILURE;
    }
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
