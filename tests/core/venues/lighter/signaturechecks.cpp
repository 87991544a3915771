#include "core/venues/lighter/authtoken.h"
#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/signingkey.h"
#include "core/venues/lighter/transactionhash.h"
#include "tests/core/venues/lighter/othertransactions.h"
#include "tests/core/venues/lighter/txparser.h"
#include "tests/core/venues/lighter/vectorchecks.h"

#include <algorithm>

namespace wick::test {

using namespace lighter;

namespace {

std::int64_t integer(Json entry, std::string_view key)
{
    std::int64_t value = -1;
    return entry.at_key(key).get(value) == simdjson::SUCCESS ? value : -1;
}

std::optional<schnorr::Signature> signatureOf(std::string_view hex)
{
    schnorr::Signature signature;
    return fromHex(hex, signature.bytes) ? std::optional{signature} : std::nullopt;
}

/// What a signature over `message` must be and do.
void expectSignature(Differences& differences,
                     Json entry,
                     const Quintic& message,
                     const schnorr::Signature& expected)
{
    const Scalar key = scalar(entry, "private_key");
    differences.expect(hexOf(schnorr::publicKeyOf(key)) == text(entry, "public_key"), "public_key");
    differences.expect(schnorr::verify(quintic(entry, "public_key"), message, expected),
                       "the outcome of verifying");
    if (has(entry, "k")) {
        const auto ours = schnorr::sign(key, scalar(entry, "k"), message);
        differences.expect(ours == expected, "the signature with the given k");
    }
}

template <typename Transaction>
std::string checkParsed(Json entry, const Transaction& transaction)
{
    const ChainId chain{static_cast<std::uint32_t>(integer(entry, "chain_id"))};
    const Quintic hash = transaction.hash(chain);
    Differences differences;
    differences.expect(transaction.objection().empty(),
                       "validation (" + transaction.objection() + ")");
    differences.expect(hexOf(hash) == text(entry, "tx_hash"), "tx_hash");
    differences.expect(transaction.text(transaction.signature) == text(entry, "tx_info"),
                       "tx_info");
    if (has(entry, "signature_hex")) {
        differences.expect(toHex(transaction.signature.bytes) == text(entry, "signature_hex"),
                           "signature_hex");
    }
    expectSignature(differences, entry, hash, transaction.signature);
    return std::move(differences).text();
}

/// Parses `tx_info` and hands the transaction on; the product's types by the product's code.
template <typename Check>
std::string withTransaction(std::int64_t type, Json object, const Check& checkIt)
{
    if (ParsedTransaction::knows(type)) {
        const auto transaction = ParsedTransaction::parse(type, object);
        return transaction ? checkIt(*transaction) : "tx_info cannot be read";
    }
    if (!OtherTransaction::knows(type)) {
        return "unknown transaction type " + std::to_string(type);
    }
    const auto transaction = OtherTransaction::parse(type, object);
    return transaction ? checkIt(*transaction) : "tx_info cannot be read";
}

bool sameElements(std::span<const Goldilocks> ours, const std::vector<Goldilocks>& expected)
{
    return std::equal(ours.begin(), ours.end(), expected.begin(), expected.end());
}

std::vector<Goldilocks> flattened(simdjson::dom::array rows)
{
    std::vector<Goldilocks> all;
    for (const Json row : rows) {
        const auto digest = elementsOf(row);
        all.insert(all.end(), digest.begin(), digest.end());
    }
    return all;
}

void expectOrderHashes(Differences& differences, Json entry, const TransactionBody& body)
{
    const auto* group = std::get_if<CreateGroupedOrders>(&body);
    simdjson::dom::array lists;
    if (group == nullptr || entry.at_key("order_hashes").get(lists) != simdjson::SUCCESS) {
        return;
    }
    std::vector<Goldilocks> ours;
    for (const OrderFields& order : group->orders) {
        const auto digest = hashOf(order);
        ours.insert(ours.end(), digest.begin(), digest.end());
    }
    differences.expect(sameElements(ours, flattened(lists)), "order_hashes");
}

/// The elements that are hashed, the hash before attributes, and what the attributes add.
void expectHashSteps(Differences& differences, Json entry, const ParsedTransaction& transaction)
{
    const ChainId chain{static_cast<std::uint32_t>(integer(entry, "chain_id"))};
    HashInput input{chain, static_cast<std::uint8_t>(integer(entry, "tx_type")), transaction.frame};
    std::visit([&](const auto& body) { std::decay_t<decltype(body)>::visit(body, input); },
               transaction.body);
    differences.expect(sameElements(input.elements(), elements(entry, "elements")), "elements");
    differences.expect(hexOf(hashOf(input, Attributes{})) == text(entry, "body_hash"), "body_hash");
    const auto attributes = hashInputOf(transaction.frame.attributes);
    if (has(entry, "attribute_elements")) {
        differences.expect(sameElements(attributes, elements(entry, "attribute_elements")),
                           "attribute_elements");
        differences.expect(hexOf(poseidon2::hash5(attributes)) == text(entry, "attribute_hash"),
                           "attribute_hash");
    }
    expectOrderHashes(differences, entry, transaction.body);
}

void expectSignatureSteps(Differences& differences, Json entry)
{
    const Quintic commitment = schnorr::publicKeyOf(scalar(entry, "k")); // both are multiples of G
    const Quintic challenge = poseidon2::hash5(commitment, quintic(entry, "tx_hash"));
    differences.expect(hexOf(commitment) == text(entry, "r"), "r");
    differences.expect(sameElements(challenge.limbs(), elements(entry, "challenge_hash")),
                       "challenge_hash");
    const auto signature =
        schnorr::sign(scalar(entry, "private_key"), scalar(entry, "k"), quintic(entry, "tx_hash"));
    const std::span bytes{signature.bytes};
    differences.expect(toHex(bytes.first<40>()) == text(entry, "s"), "s");
    differences.expect(toHex(bytes.last<40>()) == text(entry, "e"), "e");
}

} // namespace

std::string checkSchnorr(Json entry)
{
    bool valid = false;
    if (entry.at_key("valid").get(valid) != simdjson::SUCCESS) {
        return "does not say whether it is valid";
    }
    const auto signature = signatureOf(text(entry, "signature"));
    const Quintic message = quintic(entry, "message_hash");
    Differences differences;
    if (text(entry, "op") == "sign" && signature) {
        expectSignature(differences, entry, message, *signature);
    }
    const bool verified =
        signature && schnorr::verify(quintic(entry, "public_key"), message, *signature);
    differences.expect(verified == valid, "valid");
    return std::move(differences).text();
}

std::string checkKey(Json entry)
{
    const std::string_view digits = text(entry, "private_key");
    const auto key = SigningKey::fromHex(digits);
    if (!key) {
        return "private_key " + std::string{describe(key.error())};
    }
    Differences differences;
    differences.expect(key->publicKeyHex() == text(entry, "public_key"), "public_key");
    if (has(entry, "reduced")) {
        differences.expect(hexOf(scalar(entry, "private_key")) == text(entry, "reduced"),
                           "reduced");
    }
    if (has(entry, "seed")) {
        const std::string_view seed = text(entry, "seed");
        const auto derived = SigningKey::fromSeedHex(seed);
        differences.expect(derived && derived->publicKeyHex() == text(entry, "public_key"),
                           "public_key of the seed");
        const auto bytes = bytesOf(seed.starts_with("0x") ? seed.substr(2) : seed);
        differences.expect(hexOf(privateKeyOfSeed(bytes)) == digits, "private_key of the seed");
    }
    return std::move(differences).text();
}

std::string checkToken(Json entry)
{
    const AuthClaim claim{integer(entry, "deadline"), integer(entry, "account_index"),
                          integer(entry, "api_key_index")};
    const std::string_view token = text(entry, "token");
    const auto signature = signatureOf(token.substr(std::min(token.size(), token.rfind(':') + 1)));
    if (!signature) {
        return "the token ends in no signature";
    }
    const std::string message = authMessage(claim);
    const Quintic hash = hashOfText(message);
    Differences differences;
    differences.expect(AuthToken(claim, *signature).text() == token, "token");
    if (has(entry, "message")) {
        differences.expect(message == text(entry, "message"), "message");
    }
    if (has(entry, "message_hash")) {
        differences.expect(hexOf(hash) == text(entry, "message_hash"), "message_hash");
    }
    expectSignature(differences, entry, hash, *signature);
    return std::move(differences).text();
}

std::string checkSignedTransaction(Json entry)
{
    simdjson::dom::parser parser;
    Json object;
    if (parser.parse(std::string{text(entry, "tx_info")}).get(object) != simdjson::SUCCESS) {
        return "tx_info is no JSON";
    }
    return withTransaction(integer(entry, "tx_type"), object, [&](const auto& transaction) {
        return checkParsed(entry, transaction);
    });
}

std::string checkSteps(Json entry)
{
    simdjson::dom::parser parser;
    Json object;
    if (parser.parse(std::string{text(entry, "tx_info")}).get(object) != simdjson::SUCCESS) {
        return "tx_info is no JSON";
    }
    Differences differences;
    const auto transaction = ParsedTransaction::parse(integer(entry, "tx_type"), object);
    if (transaction) {
        expectHashSteps(differences, entry, *transaction);
    }
    expectSignatureSteps(differences, entry);
    const std::string whole =
        withTransaction(integer(entry, "tx_type"), object, [&](const auto& parsed) {
            const ChainId chain{static_cast<std::uint32_t>(integer(entry, "chain_id"))};
            return hexOf(parsed.hash(chain)) == text(entry, "tx_hash") ? std::string{}
                                                                       : "tx_hash differs";
        });
    const std::string steps = std::move(differences).text();
    return steps.empty() ? whole : steps;
}

std::string checkRejected(Json entry)
{
    Json object;
    if (entry.at_key("tx").get(object) != simdjson::SUCCESS) {
        return "has no tx";
    }
    const std::int64_t type = integer(entry, "tx_type");
    const auto refused = [](const auto& transaction) {
        return !transaction || !transaction->objection().empty();
    };
    const bool ours = ParsedTransaction::knows(type);
    if (!ours && !OtherTransaction::knows(type)) {
        return "unknown transaction type " + std::to_string(type);
    }
    const bool isRefused = ours ? refused(ParsedTransaction::parse(type, object))
                                : refused(OtherTransaction::parse(type, object));
    return isRefused ? std::string{} : "is accepted";
}

} // namespace wick::test
