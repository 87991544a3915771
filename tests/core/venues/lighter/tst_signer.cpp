#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/signer.h"
#include "core/venues/lighter/transactionhash.h"
#include "tests/core/venues/lighter/fixedentropy.h"
#include "tests/core/venues/lighter/txparser.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <type_traits>

using namespace wick::lighter;
using namespace wick::test;

// Only the order session can ask for orders (tests/lint/mustnotcompile/orderpermission.cpp).
static_assert(!std::is_default_constructible_v<OrderPermission>);
static_assert(!std::is_aggregate_v<OrderPermission>);
static_assert(!std::is_copy_constructible_v<Signer>);

class LighterSignerTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void passesItsSelfTest();
    void signedTextReadsBackAndVerifies();
    void refusesWhatTheOfficialSignerRefuses();
    void sameTermsAreOneTransactionWithTwoSignatures();
    void tokenVerifiesForItsAccountAndKey();
};

namespace {

constexpr SignerIdentity kIdentity{ChainId{300}, 12'345, 5};

Signer makeSigner(wick::core::EntropySource& entropy)
{
    return {kIdentity, SigningKey::generate(entropy).value(), entropy};
}

std::optional<ParsedTransaction> parsed(const SignedTransaction& transaction)
{
    simdjson::dom::parser parser;
    return ParsedTransaction::parse(static_cast<std::int64_t>(transaction.type),
                                    parser.parse(transaction.text));
}

} // namespace

void LighterSignerTest::passesItsSelfTest()
{
    QVERIFY(signerPassesSelfTest());
}

void LighterSignerTest::signedTextReadsBackAndVerifies()
{
    FixedEntropy entropy{1};
    const Signer signer = makeSigner(entropy);
    const SignatureTerms terms{42, 1'772'278'857'976,
                               Attributes{}.set(AttributeType::SkipNonce, 1)};
    const auto holds = [&](const auto& body) {
        const auto transaction = signer.sign(body, terms).value();
        const auto again = parsed(transaction);
        QVERIFY(again.has_value());
        QVERIFY(again->hash(kIdentity.chain) == transaction.hash);
        QCOMPARE(again->text(again->signature), transaction.text);
        QVERIFY(schnorr::verify(signer.key().publicKey(), transaction.hash, again->signature));
        QCOMPARE(transaction.nonce, terms.nonce);
        QCOMPARE(transaction.expiredAt, terms.expiredAt);
        QCOMPARE(transaction.hashHex(), hexOf(transaction.hash));
    };
    holds(CancelOrder{0, 77});
    holds(CancelAllOrders{});
    holds(UpdateLeverage{1, 500, MarginMode::Isolated});
    holds(UpdateMargin{1, 1'000'000, MarginDirection::Add});
}

void LighterSignerTest::refusesWhatTheOfficialSignerRefuses()
{
    FixedEntropy entropy{1};
    const Signer signer = makeSigner(entropy);
    QVERIFY(signer.sign(CancelOrder{0, 0}, {}).error() == TransactionError::OrderIndexTooLow);
    QVERIFY(signer.sign(CancelOrder{0, 1}, {-1, 0, {}}).error() == TransactionError::NonceTooLow);
    QVERIFY(signer.sign(UpdateMargin{0, -1, MarginDirection::Add}, {}).error()
            == TransactionError::AmountTooLow);
}

void LighterSignerTest::sameTermsAreOneTransactionWithTwoSignatures()
{
    FixedEntropy entropy{1};
    const Signer signer = makeSigner(entropy);
    const auto first = signer.sign(CancelOrder{0, 77}, {1, 2, {}}).value();
    const auto second = signer.sign(CancelOrder{0, 77}, {1, 2, {}}).value();
    QVERIFY(first.hash == second.hash);
    QVERIFY(first.text != second.text); // another k
}

void LighterSignerTest::tokenVerifiesForItsAccountAndKey()
{
    FixedEntropy entropy{1};
    const Signer signer = makeSigner(entropy);
    const AuthToken token = signer.authToken(1'772'278'857);
    const std::string_view message = "1772278857:12345:5";
    QVERIFY(token.text().starts_with(std::string{message} + ':'));
    schnorr::Signature signature;
    QVERIFY(fromHex(token.text().substr(message.size() + 1), signature.bytes));
    QVERIFY(schnorr::verify(signer.key().publicKey(), hashOfText(message), signature));
}

WICK_TEST(LighterSignerTest)
#include "tst_signer.moc"
