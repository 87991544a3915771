#include "tests/core/venues/lighter/txparser.h"

#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/transactionhash.h"
#include "core/venues/lighter/transactionrules.h"
#include "core/venues/lighter/transactiontext.h"

#include <charconv>

namespace wick::test {

using namespace lighter;

namespace {

template <typename... Bodies>
std::optional<TransactionBody> emptyBody(std::int64_t type, std::variant<Bodies...>* /*which*/)
{
    std::optional<TransactionBody> body;
    static_cast<void>(
        ((static_cast<std::int64_t>(Bodies::kType) == type ? (body = Bodies{}, true) : false)
         || ...));
    return body;
}

std::optional<TransactionBody> emptyBody(std::int64_t type)
{
    return emptyBody(type, static_cast<TransactionBody*>(nullptr));
}

} // namespace

void FieldReader::orders(std::string_view name, CreateGroupedOrders::Orders& place)
{
    simdjson::dom::array list;
    if (m_object.at_key(name).get(list) != simdjson::SUCCESS
        || list.size() > CreateGroupedOrders::kMost)
    {
        m_bad = true;
        return;
    }
    for (const Json item : list) {
        FieldReader reader{item};
        OrderFields order;
        OrderFields::visit(order, reader);
        m_bad = m_bad || reader.bad();
        place.push_back(order);
    }
}

void FieldReader::attributes(Attributes& place)
{
    Json value;
    if (m_object.at_key("L2TxAttributes").get(value) != simdjson::SUCCESS || value.is_null()) {
        return;
    }
    simdjson::dom::object list;
    if (value.get(list) != simdjson::SUCCESS) {
        m_bad = true;
        return;
    }
    place.writeEmpty();
    for (const auto [key, item] : list) {
        std::uint8_t type = 0;
        std::int64_t number = 0;
        const char* end = key.data() + key.size();
        const bool read = std::from_chars(key.data(), end, type).ptr == end && type >= 1
                          && type <= Attributes::kTypes && item.get(number) == simdjson::SUCCESS;
        m_bad = m_bad || !read;
        if (read) {
            place.set(AttributeType{type}, number);
        }
    }
}

void FieldReader::signature(schnorr::Signature& place)
{
    const std::string_view base64 = test::text(m_object, "Sig");
    m_bad = m_bad || (!base64.empty() && !fromBase64(base64, place.bytes));
}

void FieldReader::frame(TransactionFrame& place, std::string_view accountName)
{
    number(accountName, place.account);
    number("ApiKeyIndex", place.apiKey);
    number("ExpiredAt", place.expiredAt);
    number("Nonce", place.nonce);
    attributes(place.attributes);
}

bool ParsedTransaction::knows(std::int64_t type)
{
    return emptyBody(type).has_value();
}

std::optional<ParsedTransaction> ParsedTransaction::parse(std::int64_t type, Json object)
{
    const auto body = emptyBody(type);
    if (!body) {
        return std::nullopt;
    }
    ParsedTransaction transaction{{}, *body, {}};
    FieldReader reader{object};
    reader.frame(transaction.frame, "AccountIndex");
    reader.signature(transaction.signature);
    std::visit([&](auto& fields) { std::decay_t<decltype(fields)>::visit(fields, reader); },
               transaction.body);
    return reader.bad() ? std::nullopt : std::optional{transaction};
}

Quintic ParsedTransaction::hash(ChainId chain) const
{
    return std::visit([&](const auto& fields) { return hashOf(chain, frame, fields); }, body);
}

std::string ParsedTransaction::text(const schnorr::Signature& with) const
{
    std::string out;
    std::visit([&](const auto& fields) { appendText(out, frame, fields, with); }, body);
    return out;
}

std::string ParsedTransaction::objection() const
{
    return std::visit(
        [&](const auto& fields) {
            const auto verdict = validate(frame, fields);
            return verdict ? std::string{} : std::string{describe(verdict.error())};
        },
        body);
}

} // namespace wick::test
