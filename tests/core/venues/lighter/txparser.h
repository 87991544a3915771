#pragma once

#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/transactions.h"
#include "tests/core/venues/lighter/vectorfile.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>

namespace wick::test {

/// Reads the fields of an object into the places its visitor names. A field that is missing, no
/// integer, or too large for its place makes it `bad()`.
class FieldReader
{
public:
    explicit FieldReader(Json object) noexcept
        : m_object(object)
    {}

    [[nodiscard]] bool bad() const noexcept { return m_bad; }

    template <typename Number>
    void number(std::string_view name, Number& place)
    {
        if constexpr (std::is_enum_v<Number>) {
            std::underlying_type_t<Number> value{};
            number(name, value);
            place = static_cast<Number>(value);
        } else {
            std::int64_t value = 0;
            const bool read = m_object.at_key(name).get(value) == simdjson::SUCCESS
                              && value >= std::numeric_limits<Number>::min()
                              && value <= std::int64_t{std::numeric_limits<Number>::max()};
            m_bad = m_bad || !read;
            place = read ? static_cast<Number>(value) : Number{};
        }
    }
    template <typename Number>
    void amount(std::string_view name, Number& place)
    {
        number(name, place);
    }
    void orders(std::string_view name, lighter::CreateGroupedOrders::Orders& place);
    void attributes(lighter::Attributes& place);
    /// "" is no signature.
    void signature(lighter::schnorr::Signature& place);
    /// The four fields of every transaction; the account has two names.
    void frame(lighter::TransactionFrame& place, std::string_view accountName);

private:
    Json m_object;
    bool m_bad = false;
};

using TransactionBody = std::variant<lighter::CreateOrder,
                                     lighter::CancelOrder,
                                     lighter::CancelAllOrders,
                                     lighter::ModifyOrder,
                                     lighter::CreateGroupedOrders,
                                     lighter::UpdateLeverage,
                                     lighter::UpdateMargin>;

/// A `tx_info` of one of the types that the product signs.
struct ParsedTransaction
{
    lighter::TransactionFrame frame;
    TransactionBody body;
    lighter::schnorr::Signature signature;

    [[nodiscard]] static bool knows(std::int64_t type);
    /// Nothing when it is not well formed.
    [[nodiscard]] static std::optional<ParsedTransaction> parse(std::int64_t type, Json object);

    [[nodiscard]] lighter::Quintic hash(lighter::ChainId chain) const;
    [[nodiscard]] std::string text(const lighter::schnorr::Signature& with) const;
    /// What validation objects to; empty when it does not.
    [[nodiscard]] std::string objection() const;
};

} // namespace wick::test
