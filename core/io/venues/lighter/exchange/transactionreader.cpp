#include "core/io/venues/lighter/exchange/transactionreader.h"

#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/transactionhash.h"
#include "core/venues/lighter/transactionrules.h"

#include <QJsonArray>
#include <QJsonValue>

#include <limits>
#include <type_traits>

namespace wick::exchange {

using namespace lighter;

namespace {

QString named(std::string_view name)
{
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

/// Fills the fields that a body names from an object.
class Reader
{
public:
    explicit Reader(const QJsonObject& object)
        : m_object(object)
    {}

    [[nodiscard]] bool good() const noexcept { return m_good; }

    template <typename Number>
    void number(std::string_view name, Number& place)
    {
        if constexpr (std::is_enum_v<Number>) {
            std::underlying_type_t<Number> value{};
            number(name, value);
            place = static_cast<Number>(value);
        } else {
            const auto value = whole(m_object.value(named(name)));
            const bool fits = value && *value >= std::int64_t{std::numeric_limits<Number>::min()}
                              && *value <= std::int64_t{std::numeric_limits<Number>::max()};
            m_good = m_good && fits;
            place = fits ? static_cast<Number>(*value) : Number{};
        }
    }
    template <typename Number>
    void amount(std::string_view name, Number& place)
    {
        number(name, place);
    }
    void orders(std::string_view name, CreateGroupedOrders::Orders& place)
    {
        const QJsonArray list = m_object.value(named(name)).toArray();
        if (list.size() > static_cast<qsizetype>(CreateGroupedOrders::kMost)) {
            m_good = false;
            return;
        }
        for (const auto& item : list) {
            Reader reader{item.toObject()};
            OrderFields order;
            OrderFields::visit(order, reader);
            m_good = m_good && reader.good();
            place.push_back(order);
        }
    }
    void attributes(Attributes& place)
    {
        const QJsonValue list = m_object.value(QStringLiteral("L2TxAttributes"));
        if (list.isNull() || list.isUndefined()) {
            return;
        }
        m_good = m_good && list.isObject();
        const QJsonObject entries = list.toObject();
        for (auto each = entries.begin(); each != entries.end(); ++each) {
            const uint type = each.key().toUInt();
            const auto value = whole(each.value());
            const bool known = type >= 1 && type <= Attributes::kTypes && value;
            m_good = m_good && known;
            if (known) {
                place.set(static_cast<AttributeType>(type), *value);
            }
        }
    }
    void signature(schnorr::Signature& place)
    {
        const auto text = m_object.value(QStringLiteral("Sig")).toString().toStdString();
        m_good = m_good && fromBase64(text, place.bytes);
    }

private:
    /// All 64 bits; nothing for what is no whole number.
    [[nodiscard]] static std::optional<std::int64_t> whole(const QJsonValue& value)
    {
        constexpr qint64 kNone = std::numeric_limits<qint64>::min();
        const qint64 number = value.isDouble() ? value.toInteger(kNone) : kNone;
        return number == kNone ? std::nullopt : std::optional<std::int64_t>{number};
    }

    QJsonObject m_object;
    bool m_good = true;
};

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

std::uint8_t ReceivedTransaction::type() const noexcept
{
    return std::visit(
        [](const auto& fields) {
            return static_cast<std::uint8_t>(std::decay_t<decltype(fields)>::kType);
        },
        body);
}

Quintic ReceivedTransaction::hash(ChainId chain) const noexcept
{
    return std::visit([&](const auto& fields) { return hashOf(chain, frame, fields); }, body);
}

std::optional<TransactionError> ReceivedTransaction::objection() const noexcept
{
    return std::visit(
        [&](const auto& fields) {
            const auto verdict = validate(frame, fields);
            return verdict ? std::nullopt : std::optional{verdict.error()};
        },
        body);
}

bool knowsTransaction(std::int64_t type) noexcept
{
    return emptyBody(type).has_value();
}

std::optional<ReceivedTransaction> readTransaction(std::int64_t type, const QJsonObject& info)
{
    const auto body = emptyBody(type);
    if (!body) {
        return std::nullopt;
    }
    ReceivedTransaction transaction{{}, *body, {}};
    Reader reader{info};
    reader.number("AccountIndex", transaction.frame.account);
    reader.number("ApiKeyIndex", transaction.frame.apiKey);
    reader.number("ExpiredAt", transaction.frame.expiredAt);
    reader.number("Nonce", transaction.frame.nonce);
    reader.attributes(transaction.frame.attributes);
    reader.signature(transaction.signature);
    std::visit([&](auto& fields) { std::decay_t<decltype(fields)>::visit(fields, reader); },
               transaction.body);
    return reader.good() ? std::optional{transaction} : std::nullopt;
}

} // namespace wick::exchange
