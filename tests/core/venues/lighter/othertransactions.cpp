#include "tests/core/venues/lighter/othertransactions.h"

#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/transactionhash.h"
#include "core/venues/lighter/transactionrules.h"
#include "core/venues/lighter/transactiontext.h"
#include "tests/core/venues/lighter/txparser.h"

#include <algorithm>

namespace wick::test {

using namespace lighter;

namespace {

using Kind = OtherField::Kind;
using Layer1 = OtherType::Layer1;

constexpr std::int64_t kMaxAccount = (std::int64_t{1} << 48U) - 2;
constexpr std::int64_t kMinSubAccount = std::int64_t{1} << 47U;
constexpr std::int64_t kMaxMaster = kMinSubAccount - 1;
constexpr std::int64_t kMaxShares = (std::int64_t{1} << 60U) - 1;
constexpr std::int64_t kFeeTick = 1'000'000;
constexpr std::int64_t kMaxTime = (std::int64_t{1} << 48U) - 1;

OtherType plain(std::int64_t number, std::vector<OtherField> fields)
{
    return {number, "AccountIndex", kMaxAccount, std::move(fields), Layer1::None, false};
}

std::vector<OtherType> makeTypes()
{
    const OtherField asset{"AssetIndex", Kind::Number, 1, 62};
    const OtherField shares{"ShareAmount", Kind::Number, 1, kMaxShares};
    const OtherField pool{"PublicPoolIndex", Kind::Number, kMinSubAccount, kMaxAccount};
    const OtherField stakes{"StakingPoolIndex", Kind::Number, kMinSubAccount, kMaxAccount};
    const OtherField fee{"OperatorFee", Kind::Number, 0, kFeeTick};
    const OtherField rate{"MinOperatorShareRate", Kind::Number, 0, 10'000};
    const OtherField amount{"Amount", Kind::Amount, 1, kMaxShares};
    return {
        {8,
         "AccountIndex",
         kMaxAccount,
         {{"PubKey", Kind::PublicKey}},
         Layer1::BeforeExpiry,
         false},
        {9, "AccountIndex", kMaxMaster, {}, Layer1::None, false},
        {10,
         "AccountIndex",
         kMaxMaster,
         {fee, {"InitialTotalShares", Kind::Number, 1, 1'000'000'000'000}, rate},
         Layer1::None,
         false},
        plain(11, {{"PublicPoolIndex", Kind::Number, -1, kMaxAccount},
                   {"Status", Kind::Number, 0, 1},
                   fee,
                   rate}),
        {12,
         "FromAccountIndex",
         kMaxAccount,
         {{"ToAccountIndex", Kind::Number, -1, kMaxAccount},
          asset,
          {"FromRouteType", Kind::Number, 0, 1},
          {"ToRouteType", Kind::Number, 0, 1},
          amount,
          {"USDCFee", Kind::Amount, 0, kMaxShares}},
         Layer1::AfterSignature,
         true},
        {13,
         "FromAccountIndex",
         kMaxAccount,
         {asset, {"RouteType", Kind::Number, 0, 1}, amount},
         Layer1::None,
         false},
        plain(18, {pool, shares}),
        plain(19, {pool, shares}),
        plain(35, {stakes, shares}),
        plain(36, {stakes, shares}),
        plain(41, {{"AccountTradingMode", Kind::Number, 0, 1}}),
        plain(42, {asset, {"AssetMarginMode", Kind::Number, 0, 1}}),
        {45,
         "AccountIndex",
         kMaxAccount,
         {{"IntegratorAccountIndex", Kind::Number, -1, kMaxAccount},
          {"MaxPerpsTakerFee", Kind::Number, 0, kFeeTick},
          {"MaxPerpsMakerFee", Kind::Number, 0, kFeeTick},
          {"MaxSpotTakerFee", Kind::Number, 0, kFeeTick},
          {"MaxSpotMakerFee", Kind::Number, 0, kFeeTick},
          {"ApprovalExpiry", Kind::Number, 0, kMaxTime}},
         Layer1::AfterSignature,
         false},
    };
}

const OtherType* typeOf(std::int64_t number)
{
    static const std::vector<OtherType> types = makeTypes();
    const auto found = std::find_if(types.begin(), types.end(), [number](const OtherType& type) {
        return type.number == number;
    });
    return found == types.end() ? nullptr : &*found;
}

bool readPublicKey(Json object, std::string_view name, Quintic& place)
{
    Quintic::Bytes bytes{};
    if (!fromBase64(text(object, name), bytes)) {
        return false;
    }
    const auto key = Quintic::fromBytes(bytes);
    place = key.value_or(Quintic{});
    return key.has_value();
}

bool readMemo(Json object, std::vector<std::int64_t>& memo)
{
    simdjson::dom::array list;
    if (object.at_key("Memo").get(list) != simdjson::SUCCESS) {
        return false;
    }
    for (const Json item : list) {
        std::int64_t byte = -1;
        if (item.get(byte) != simdjson::SUCCESS || byte < 0 || byte > 255) {
            return false;
        }
        memo.push_back(byte);
    }
    return memo.size() == 32;
}

void appendMemo(std::string& out, const std::vector<std::int64_t>& memo)
{
    TransactionText{out}.key("Memo");
    char before = '[';
    for (const std::int64_t byte : memo) {
        out += before;
        out += std::to_string(byte);
        before = ',';
    }
    out += ']';
}

void appendTextField(std::string& out, std::string_view name, std::string_view value)
{
    TransactionText{out}.key(name);
    out.append("\"").append(value).append("\"");
}

/// An approval without an end revokes: then no fee may be granted.
bool revokesWithFees(const OtherTransaction& transaction)
{
    const auto& values = transaction.values;
    return transaction.type->number == 45 && values.back() == 0
           && std::any_of(values.begin() + 1, values.end(),
                          [](std::int64_t value) { return value != 0; });
}

} // namespace

bool OtherTransaction::knows(std::int64_t type)
{
    return typeOf(type) != nullptr;
}

std::optional<OtherTransaction> OtherTransaction::parse(std::int64_t type, Json object)
{
    OtherTransaction transaction;
    transaction.type = typeOf(type);
    if (transaction.type == nullptr) {
        return std::nullopt;
    }
    FieldReader reader{object};
    reader.frame(transaction.frame, transaction.type->account);
    reader.signature(transaction.signature);
    bool good = true;
    for (const OtherField& field : transaction.type->fields) {
        std::int64_t value = 0;
        if (field.kind == Kind::PublicKey) {
            good = good && readPublicKey(object, field.name, transaction.publicKey);
        } else {
            reader.number(field.name, value);
        }
        transaction.values.push_back(value);
    }
    transaction.layer1Signature = test::text(object, "L1Sig");
    good = good && (!transaction.type->hasMemo || readMemo(object, transaction.memo));
    return good && !reader.bad() ? std::optional{transaction} : std::nullopt;
}

Quintic OtherTransaction::hash(ChainId chain) const
{
    HashInput input{chain, static_cast<std::uint8_t>(type->number), frame};
    for (std::size_t i = 0; i < values.size(); ++i) {
        switch (type->fields[i].kind) {
        case Kind::Number:
            input.number({}, values[i]);
            break;
        case Kind::Amount:
            input.amount({}, values[i]);
            break;
        case Kind::PublicKey:
            for (const Goldilocks limb : publicKey.limbs()) {
                input.add(limb);
            }
            break;
        }
    }
    return hashOf(input, frame.attributes);
}

std::string OtherTransaction::text(const schnorr::Signature& with) const
{
    std::string out;
    TransactionText writer{out};
    writer.openObject();
    writer.number(type->account, frame.account);
    writer.number("ApiKeyIndex", frame.apiKey);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (type->fields[i].kind == Kind::PublicKey) {
            std::string base64;
            appendBase64(base64, publicKey.toBytes());
            appendTextField(out, type->fields[i].name, base64);
        } else {
            writer.number(type->fields[i].name, values[i]);
        }
    }
    if (type->hasMemo) {
        appendMemo(out, memo);
    }
    if (type->layer1 == Layer1::BeforeExpiry) {
        appendTextField(out, "L1Sig", layer1Signature);
    }
    writer.number("ExpiredAt", frame.expiredAt);
    writer.number("Nonce", frame.nonce);
    writer.signature(with);
    if (type->layer1 == Layer1::AfterSignature) {
        appendTextField(out, "L1Sig", layer1Signature);
    }
    writer.attributes(frame.attributes);
    writer.closeObject();
    return out;
}

std::string OtherTransaction::objection() const
{
    for (const Objection objection : {objectionTo(frame.attributes), objectionToAccount(frame),
                                      objectionToApiKey(frame), objectionToNonceAndExpiry(frame)})
    {
        if (objection) {
            return std::string{describe(*objection)};
        }
    }
    if (frame.account > type->highestAccount) {
        return "account is none of the main accounts";
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const OtherField& field = type->fields[i];
        if (field.kind != Kind::PublicKey && (values[i] < field.low || values[i] > field.high)) {
            return std::string{field.name} + " is out of range";
        }
    }
    return revokesWithFees(*this) ? "a revocation grants no fees" : std::string{};
}

} // namespace wick::test
