#include "core/venues/lighter/authtoken.h"
#include "core/venues/lighter/crypto/sha2.h"
#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/crypto/wipe.h"
#include "core/venues/lighter/signingkey.h"
#include "tests/core/venues/lighter/fixedentropy.h"
#include "tests/core/venues/lighter/generators.h"
#include "tests/core/venues/lighter/vectorfile.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QTest>

#include <type_traits>

using namespace wick::lighter;
using namespace wick::test;

static_assert(!std::is_copy_constructible_v<SigningKey> && !std::is_copy_assignable_v<SigningKey>);
static_assert(!std::is_copy_constructible_v<SecretMemory>);
static_assert(!std::is_copy_constructible_v<AuthToken>);
static_assert(!std::is_copy_constructible_v<Wiped<Scalar>>);

/// Keys, signatures, tokens and what they are made of.
class LighterSigningKeyTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shaGivesThePublishedDigests();
    void textsThatAreNoKeysAreRefused();
    void whatIsSignedVerifiesAndNothingElse();
    void nonceChangesWithKeyMessageAndRandomness();
    void brokenGeneratorRepeatsNoNonceForAnotherMessage();
    void failingGeneratorStillSignsButMakesNoKey();
    void secretMemoryMovesWithoutACopy();
    void secretMemoryIsLockedAndLeftOutOfDumps();
    void wipedValuesAreZeroAfterwards();
};

namespace {

std::span<const std::uint8_t> bytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace

// Examples of FIPS 180-4 and RFC 4231.
void LighterSigningKeyTest::shaGivesThePublishedDigests()
{
    QCOMPARE(toHex(sha2::sha256({bytes("a"), bytes("bc")})),
             std::string{"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"});
    QCOMPARE(toHex(sha2::sha256({})),
             std::string{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"});
    QCOMPARE(
        toHex(sha2::sha256({bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")})),
        std::string{"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"});
    QCOMPARE(toHex(sha2::sha512({bytes("abc")})),
             std::string{"ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                         "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"});
    QCOMPARE(toHex(sha2::sha512({std::vector<std::uint8_t>(1'000'000, 'a')})),
             std::string{"e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
                         "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"});
    QCOMPARE(
        toHex(sha2::hmacSha512(bytes("Jefe"), {bytes("what do ya want "), bytes("for nothing?")})),
        std::string{"164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                    "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"});
}

void LighterSigningKeyTest::textsThatAreNoKeysAreRefused()
{
    const std::string zero(80, '0');
    QVERIFY(SigningKey::fromHex("").error() == KeyError::WrongLength);
    QVERIFY(SigningKey::fromHex(zero + "00").error() == KeyError::WrongLength);
    QVERIFY(SigningKey::fromHex(zero.substr(1)).error() == KeyError::WrongLength);
    QVERIFY(SigningKey::fromHex(zero.substr(1) + "g").error() == KeyError::NotHex);
    QVERIFY(SigningKey::fromHex(zero).error() == KeyError::Zero);
    // the group order itself
    QVERIFY(SigningKey::fromHex("e1ff8b9496d90fe89ca024d7395c88e83906b8cfe6ffff7f16000000f1ffff7f"
                                "07000080fdffff7f")
                .error()
            == KeyError::Zero);
    QVERIFY(SigningKey::fromSeedHex(zero.substr(0, 62)).error() == KeyError::WrongLength);
    QVERIFY(SigningKey::fromSeedHex(zero.substr(0, 65)).error() == KeyError::WrongLength);
    QVERIFY(SigningKey::fromSeedHex(zero.substr(0, 63) + "x").error() == KeyError::NotHex);
}

void LighterSigningKeyTest::whatIsSignedVerifiesAndNothingElse()
{
    QVERIFY(rc::check("signed by a key, verified by its public key",
                      [](std::uint8_t seed, const Quintic& message, const Quintic& other) {
                          FixedEntropy entropy{seed};
                          const SigningKey key = SigningKey::generate(entropy).value();
                          const auto signature = key.sign(message, entropy);
                          RC_ASSERT(schnorr::verify(key.publicKey(), message, signature));
                          RC_ASSERT(other == message
                                    || !schnorr::verify(key.publicKey(), other, signature));
                          auto changed = signature;
                          changed.bytes[*rc::gen::inRange<std::size_t>(0, 80)] ^= 1U;
                          RC_ASSERT(!schnorr::verify(key.publicKey(), message, changed));
                      }));
    QVERIFY(!schnorr::verify(Quintic{}, Quintic{}, schnorr::Signature{}));
}

void LighterSigningKeyTest::nonceChangesWithKeyMessageAndRandomness()
{
    const Scalar one = Scalar::reduced(Scalar::Limbs{1, 0, 0, 0, 0});
    const Quintic message{Goldilocks{7}};
    std::array<std::uint8_t, 32> randomness{};
    const Scalar base = schnorr::deriveNonce(one, message, randomness);
    QVERIFY(base == schnorr::deriveNonce(one, message, randomness));
    QVERIFY(!(base == schnorr::deriveNonce(one + one, message, randomness)));
    QVERIFY(!(base == schnorr::deriveNonce(one, Quintic{Goldilocks{8}}, randomness)));
    // A representative above p is the same message.
    QVERIFY(base
            == schnorr::deriveNonce(one, Quintic{Goldilocks{Goldilocks::kPrime + 7}}, randomness));
    randomness[31] = 1;
    QVERIFY(!(base == schnorr::deriveNonce(one, message, randomness)));
}

void LighterSigningKeyTest::brokenGeneratorRepeatsNoNonceForAnotherMessage()
{
    FixedEntropy entropy{9};
    const SigningKey key = SigningKey::generate(entropy).value();
    FixedEntropy stuckOnce{1};
    FixedEntropy stuckTwice{1};
    const auto first = key.sign(Quintic{Goldilocks{1}}, stuckOnce);
    const auto second = key.sign(Quintic{Goldilocks{2}}, stuckTwice);
    QVERIFY(!(first == second));
    FixedEntropy stuckAgain{1};
    QVERIFY(key.sign(Quintic{Goldilocks{1}}, stuckAgain) == first);
    FixedEntropy other{2};
    QVERIFY(!(key.sign(Quintic{Goldilocks{1}}, other) == first));
}

void LighterSigningKeyTest::failingGeneratorStillSignsButMakesNoKey()
{
    FixedEntropy entropy{9};
    const SigningKey key = SigningKey::generate(entropy).value();
    FailingEntropy failing;
    QVERIFY(SigningKey::generate(failing).error() == KeyError::NoEntropy);
    const auto signature = key.sign(Quintic{Goldilocks{1}}, failing);
    QVERIFY(schnorr::verify(key.publicKey(), Quintic{Goldilocks{1}}, signature));
}

void LighterSigningKeyTest::secretMemoryMovesWithoutACopy()
{
    SecretMemory memory{40};
    QCOMPARE(memory.bytes().size(), std::size_t{40});
    QVERIFY(std::all_of(memory.bytes().begin(), memory.bytes().end(),
                        [](std::uint8_t byte) { return byte == 0; }));
    memory.bytes()[39] = 7;
    const std::uint8_t* where = memory.bytes().data();
    SecretMemory moved{std::move(memory)};
    QVERIFY(moved.bytes().data() == where); // not copied
    QCOMPARE(moved.bytes()[39], std::uint8_t{7});
    moved = SecretMemory{8};
    QCOMPARE(moved.bytes().size(), std::size_t{8});
}

// What the kernel says of the pages: dd is not dumped, dc not given to children, lo locked.
void LighterSigningKeyTest::secretMemoryIsLockedAndLeftOutOfDumps()
{
#if defined(__SANITIZE_ADDRESS__)
    QSKIP("the address sanitizer turns locking off");
#elif defined(Q_OS_LINUX)
    const SecretMemory memory{40};
    const auto where = reinterpret_cast<quintptr>(memory.bytes().data());
    QFile maps{QStringLiteral("/proc/self/smaps")};
    QVERIFY(maps.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromLatin1(maps.readAll()).split(u'\n');
    const auto holds = [where](const QString& line) { // "start-end rw-p …", hexadecimal
        const QString range = line.section(u' ', 0, 0);
        return range.section(u'-', 0, 0).toULongLong(nullptr, 16) <= where
               && where < range.section(u'-', 1, 1).toULongLong(nullptr, 16);
    };
    const auto region = std::find_if(lines.begin(), lines.end(), holds);
    QVERIFY(region != lines.end());
    const auto flags = std::find_if(
        region, lines.end(), [](const QString& line) { return line.startsWith(u"VmFlags:"); });
    QVERIFY(flags != lines.end());
    QVERIFY2(flags->contains(u" dd"), qPrintable(*flags));
    QVERIFY2(flags->contains(u" dc"), qPrintable(*flags));
    QCOMPARE(flags->contains(u" lo"), memory.isLocked());
#else
    QSKIP("only Linux says what it does with a page");
#endif
}

void LighterSigningKeyTest::wipedValuesAreZeroAfterwards()
{
    alignas(Wiped<std::uint64_t>) std::array<std::uint8_t, sizeof(Wiped<std::uint64_t>)> room{};
    auto* value = std::construct_at(reinterpret_cast<Wiped<std::uint64_t>*>(room.data()),
                                    0x1122'3344'5566'7788U);
    QVERIFY(room[0] != 0);
    std::destroy_at(value);
    QVERIFY(std::all_of(room.begin(), room.end(), [](std::uint8_t byte) { return byte == 0; }));
}

WICK_TEST(LighterSigningKeyTest)
#include "tst_signingkey.moc"
