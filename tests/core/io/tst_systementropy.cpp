#include "core/io/systementropy.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <algorithm>
#include <array>

class SystemEntropyTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fillsAllBytesAnewEachTime();
};

void SystemEntropyTest::fillsAllBytesAnewEachTime()
{
    wick::io::SystemEntropy entropy;
    std::array<std::uint8_t, 1'000> first{};
    std::array<std::uint8_t, 1'000> second{};
    QVERIFY(entropy.fill(first));
    QVERIFY(entropy.fill(second));
    QVERIFY(first != second);
    // The last piece is filled as well: 232 zeros by chance are out of the question.
    QVERIFY(
        std::any_of(first.begin() + 768, first.end(), [](std::uint8_t byte) { return byte != 0; }));
    QVERIFY(entropy.fill({}));
}

WICK_TEST(SystemEntropyTest)
#include "tst_systementropy.moc"
