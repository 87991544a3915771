#include "core/venues/lighter/crypto/ecgfp5.h"
#include "core/venues/lighter/crypto/textcodec.h"
#include "tests/core/venues/lighter/generators.h"
#include "tests/core/venues/lighter/slowpoint.h"
#include "tests/core/venues/lighter/vectorfile.h"
#include "tests/support/testregistry.h"

using namespace wick::lighter;
using namespace wick::test;

/// Scalars, the group and the texts both are written in.
class LighterGroupTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void scalarsKeepTheLaws();
    void wideNumbersReduceLikeTheirParts();
    void digitsAddUpToTheScalar();
    void groupKeepsTheLaws();
    void tableAndWindowsAgreeWithDoublingAndAdding();
    void orderTimesGeneratorIsNeutral();
    void hexAndBase64ReadBackWhatTheyWrote();
    void textsThatAreNoHexOrBase64AreRefused();
};

void LighterGroupTest::scalarsKeepTheLaws()
{
    QVERIFY(rc::check("commutative, associative, distributive",
                      [](const Scalar& a, const Scalar& b, const Scalar& c) {
                          RC_ASSERT(a + b == b + a);
                          RC_ASSERT(a * b == b * a);
                          RC_ASSERT((a + b) + c == a + (b + c));
                          RC_ASSERT((a * b) * c == a * (b * c));
                          RC_ASSERT(a * (b + c) == a * b + a * c);
                          RC_ASSERT((a - b) + b == a);
                          RC_ASSERT(Scalar::reduced(a.toBytes()) == a);
                          RC_ASSERT(a.maskOfZero() == (a == Scalar{} ? ~0ULL : 0ULL));
                          RC_ASSERT(!(a.orOne() == Scalar{}));
                      }));
}

void LighterGroupTest::wideNumbersReduceLikeTheirParts()
{
    // 2^320 = (2^160)^2
    const Scalar half = Scalar::reduced(Scalar::Limbs{0, 0, std::uint64_t{1} << 32U, 0, 0});
    QVERIFY(rc::check("low + 2^320 high", [half](const std::array<std::uint8_t, 64>& bytes) {
        Scalar::Bytes low{};
        Scalar::Bytes high{};
        Scalar::Bytes reversed{};
        std::copy_n(bytes.begin(), 40, low.begin());
        std::copy_n(bytes.begin() + 40, 24, high.begin());
        std::reverse_copy(low.begin(), low.end(), reversed.begin());
        RC_ASSERT(Scalar::reducedWide(bytes)
                  == Scalar::reduced(low) + half * half * Scalar::reduced(high));
        RC_ASSERT(Scalar::reducedBigEndian(reversed) == Scalar::reduced(low));
    }));
}

void LighterGroupTest::digitsAddUpToTheScalar()
{
    QVERIFY(rc::check("sum of digit times 32^i", [](const Scalar& scalar) {
        const SignedDigits digits{scalar};
        const Scalar base = Scalar::reduced(Scalar::Limbs{32, 0, 0, 0, 0});
        Scalar sum;
        for (std::size_t i = SignedDigits::kCount; i-- > 0;) {
            RC_ASSERT(digits.magnitude[i] <= SignedDigits::kLargest);
            const Scalar digit = Scalar::reduced(Scalar::Limbs{digits.magnitude[i], 0, 0, 0, 0});
            sum = sum * base;
            sum = digits.negative[i] != 0 ? sum - digit : sum + digit;
        }
        RC_ASSERT(sum == scalar);
    }));
}

void LighterGroupTest::groupKeepsTheLaws()
{
    QVERIFY(rc::check("a group, and scalars act on it",
                      [](const Scalar& a, const Scalar& b, const Scalar& c) {
                          const Point p = multiplyGenerator(a);
                          const Point q = multiplyGenerator(b);
                          const Point r = multiplyGenerator(c);
                          RC_ASSERT(p + q == q + p);
                          RC_ASSERT((p + q) + r == p + (q + r));
                          RC_ASSERT(p + Point{} == p);
                          RC_ASSERT(p + -p == Point{});
                          RC_ASSERT(p + p == p.doubled());
                          RC_ASSERT(p + q == multiplyGenerator(a + b));
                          RC_ASSERT(multiply(p, b) == multiplyGenerator(a * b));
                          RC_ASSERT(Point::decode(p.encode()).value() == p);
                      }));
}

void LighterGroupTest::tableAndWindowsAgreeWithDoublingAndAdding()
{
    QVERIFY(rc::check("three ways to multiply", [](const Scalar& scalar) {
        const Point expected = slowMultiply(Point::generator(), scalar);
        RC_ASSERT(multiplyGenerator(scalar) == expected);
        RC_ASSERT(multiply(Point::generator(), scalar) == expected);
    }));
}

void LighterGroupTest::orderTimesGeneratorIsNeutral()
{
    const Scalar one = Scalar::reduced(Scalar::Limbs{1, 0, 0, 0, 0});
    const Scalar last = Scalar{} - one;
    QVERIFY(multiplyGenerator(last) == -Point::generator());
    QVERIFY(multiplyGenerator(last) + Point::generator() == Point{});
    QCOMPARE(hexOf(Point::generator().encode()), "04" + std::string(78, '0'));
}

void LighterGroupTest::hexAndBase64ReadBackWhatTheyWrote()
{
    QVERIFY(rc::check("there and back", [](const std::vector<std::uint8_t>& bytes) {
        std::vector<std::uint8_t> again(bytes.size());
        RC_ASSERT(fromHex(toHex(bytes), again));
        RC_ASSERT(again == bytes);
        std::string base64;
        appendBase64(base64, bytes);
        std::fill(again.begin(), again.end(), std::uint8_t{0});
        RC_ASSERT(fromBase64(base64, again));
        RC_ASSERT(again == bytes);
    }));
}

void LighterGroupTest::textsThatAreNoHexOrBase64AreRefused()
{
    std::array<std::uint8_t, 2> two{};
    QVERIFY(fromHex("aF09", two));
    QCOMPARE(two[0], std::uint8_t{0xAF});
    for (const char* text : {"", "0", "000", "00000", "0g00", "00 0", "@000", "/000", ":000",
                             "G000", "`000", "\xff\x30\x30\x30"})
    {
        QVERIFY2(!fromHex(text, two), text);
    }
    QVERIFY(fromBase64("AQI=", two));
    QCOMPARE(two[1], std::uint8_t{2});
    for (const char* text :
         {"", "AQI", "AQJ=", "AQI=AQI=", "AQIx", "A=I=", "AQ==", "A*I=", "====", "-QI="})
    {
        QVERIFY2(!fromBase64(text, two), text);
    }
}

WICK_TEST(LighterGroupTest)
#include "tst_ecgfp5.moc"
