#include "core/venues/lighter/crypto/poseidon2.h"
#include "core/venues/lighter/crypto/quintic.h"
#include "tests/core/venues/lighter/generators.h"
#include "tests/core/venues/lighter/vectorfile.h"
#include "tests/support/testregistry.h"

using namespace wick::lighter;
using namespace wick::test;

/// The two fields and the hash above them.
class LighterFieldsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void smallFieldKeepsTheLaws();
    void smallFieldAgreesWithPlainRemainders();
    void largeFieldKeepsTheLaws();
    void bytesOutsideTheFieldAreRefused();
    void constantsOfTheHashAreThePublishedOnes();
};

namespace {

std::uint64_t remainder(wick::core::UInt128 value)
{
    return static_cast<std::uint64_t>(value % Goldilocks::kPrime);
}

bool isDecimal(std::uint64_t value, Json decimal)
{
    std::string_view digits;
    return decimal.get(digits) == simdjson::SUCCESS && number(digits) == value;
}

} // namespace

void LighterFieldsTest::smallFieldKeepsTheLaws()
{
    QVERIFY(rc::check("commutative, associative, distributive, invertible",
                      [](Goldilocks a, Goldilocks b, Goldilocks c) {
                          RC_ASSERT(a + b == b + a);
                          RC_ASSERT(a * b == b * a);
                          RC_ASSERT((a + b) + c == a + (b + c));
                          RC_ASSERT((a * b) * c == a * (b * c));
                          RC_ASSERT(a * (b + c) == a * b + a * c);
                          RC_ASSERT((a - b) + b == a);
                          RC_ASSERT((a + -a).isZero());
                          RC_ASSERT(a.isZero() || a * a.inverse() == Goldilocks{1});
                      }));
}

void LighterFieldsTest::smallFieldAgreesWithPlainRemainders()
{
    QVERIFY(rc::check("every representative, also above p, gives the plain remainder",
                      [](Goldilocks a, Goldilocks b) {
                          const wick::core::UInt128 x = a.lazy();
                          const wick::core::UInt128 y = b.lazy();
                          RC_ASSERT(a.canonical() == remainder(x));
                          RC_ASSERT((a + b).canonical() == remainder(x + y));
                          RC_ASSERT((a * b).canonical() == remainder(x * y));
                          RC_ASSERT(
                              (a - b).canonical()
                              == remainder(x + 2 * wick::core::UInt128{Goldilocks::kPrime} - y));
                          const std::uint64_t constant = b.canonical();
                          RC_ASSERT(a.plusCanonical(constant) == a + b);
                          const auto factor = static_cast<std::uint32_t>(b.lazy() >> 33U);
                          RC_ASSERT(a.timesSmall(factor) == a * Goldilocks{factor});
                      }));
}

void LighterFieldsTest::largeFieldKeepsTheLaws()
{
    QVERIFY(rc::check("commutative, associative, distributive, invertible; squares have roots",
                      [](const Quintic& a, const Quintic& b, const Quintic& c) {
                          RC_ASSERT(a * b == b * a);
                          RC_ASSERT((a * b) * c == a * (b * c));
                          RC_ASSERT(a * (b + c) == a * b + a * c);
                          RC_ASSERT(a.squared() == a * a);
                          RC_ASSERT((a - b) + b == a);
                          RC_ASSERT(a.isZero() || a * a.inverse() == Quintic{Goldilocks{1}});
                          RC_ASSERT((a * b).frobenius() == a.frobenius() * b.frobenius());
                          RC_ASSERT(a.frobenius().frobenius() == a.frobenius2());
                          const auto root = squareRoot(a.squared());
                          RC_ASSERT(root.has_value());
                          RC_ASSERT(*root == a || *root == -a);
                          RC_ASSERT(Quintic::fromBytes(a.toBytes()) == a);
                      }));
}

void LighterFieldsTest::bytesOutsideTheFieldAreRefused()
{
    for (std::size_t limb = 0; limb < Quintic::kLimbs; ++limb) {
        Quintic::Bytes bytes{};
        for (std::size_t i = 4; i < 8; ++i) {
            bytes[8 * limb + i] = 0xFF;
        }
        QVERIFY(Quintic::fromBytes(bytes).has_value()); // p - 1
        bytes[8 * limb] = 1;
        QVERIFY(!Quintic::fromBytes(bytes).has_value()); // p
    }
}

void LighterFieldsTest::constantsOfTheHashAreThePublishedOnes()
{
    simdjson::dom::parser parser;
    const Json root = parser.load(vectorPath("tables/poseidon2_goldilocks.json"));
    std::size_t round = 0;
    for (const Json row : simdjson::dom::array(root["external_round_constants"])) {
        std::size_t i = 0;
        for (const Json value : simdjson::dom::array(row)) {
            QVERIFY(isDecimal(poseidon2::kExternalConstants.at(round).at(i++), value));
        }
        QCOMPARE(i, poseidon2::kWidth);
        ++round;
    }
    QCOMPARE(round, poseidon2::kExternalRounds);
    std::size_t i = 0;
    for (const Json value : simdjson::dom::array(root["internal_round_constants"])) {
        QVERIFY(isDecimal(poseidon2::kInternalConstants.at(i++), value));
    }
    QCOMPARE(i, poseidon2::kInternalRounds);
    i = 0;
    for (const Json value : simdjson::dom::array(root["internal_matrix_diagonal_minus_one"])) {
        QVERIFY(isDecimal(poseidon2::kInternalDiagonal.at(i++), value));
    }
    QCOMPARE(i, poseidon2::kWidth);
}

WICK_TEST(LighterFieldsTest)
#include "tst_fields.moc"
