#pragma once

#include <QObject>
#include <QTest>

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace wick::test {

struct TestClass
{
    std::string_view name;
    std::function<std::unique_ptr<QObject>()> create;
};

/// All test classes of this executable, in the order of their files.
[[nodiscard]] std::vector<TestClass>& registry();

template <typename Test>
struct Registration
{
    explicit Registration(std::string_view name)
    {
        registry().push_back({name, [] {
                                  return std::make_unique<Test>();
                              }});
    }
};

} // namespace wick::test

/// Makes the class known to the executable's main; `-select Class` runs it alone.
#define WICK_TEST(Class) static const wick::test::Registration<Class> registrationOf##Class{#Class};
