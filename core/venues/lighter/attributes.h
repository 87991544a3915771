#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace wick::lighter {

/// What a transaction may carry beside its fields.
enum class AttributeType : std::uint8_t
{
    IntegratorAccount = 1,
    IntegratorTakerFee = 2, ///< millionths
    IntegratorMakerFee = 3, ///< millionths
    SkipNonce = 4,          ///< 1: the nonce need only be larger than the last one
    CancelAllMarket = 5, ///< the one market of an immediate cancel-all; 0 is a market, 255 is none
    SelfTradeBehavior = 6, ///< 0 expire maker, 1 expire taker, 2 cancel both, 3 reduce both
    SelfTradeEquality = 7, ///< 0 same account, 1 same master account
};

/// The attributes of a transaction, in the order of their numbers.
/// One whose value is the same as none is written, but not signed.
class Attributes
{
public:
    static constexpr std::size_t kTypes = 7;
    static constexpr std::size_t kMost = 4; ///< that a transaction may carry

    constexpr Attributes() noexcept = default;

    constexpr Attributes& set(AttributeType type, std::int64_t value) noexcept
    {
        m_written = true;
        m_values[indexOf(type)] = value;
        return *this;
    }
    /// Writes an empty list, where none at all is written as null. It makes no difference to the
    /// venue.
    constexpr Attributes& writeEmpty() noexcept
    {
        m_written = true;
        return *this;
    }

    [[nodiscard]] constexpr std::optional<std::int64_t> get(AttributeType type) const noexcept
    {
        return m_values[indexOf(type)];
    }
    [[nodiscard]] constexpr bool written() const noexcept { return m_written; }
    [[nodiscard]] constexpr std::size_t count() const noexcept
    {
        std::size_t count = 0;
        for (const auto& value : m_values) {
            count += value.has_value() ? 1U : 0U;
        }
        return count;
    }
    /// Whether the attribute says something: it is there and its value is not the one for none.
    [[nodiscard]] constexpr bool counts(AttributeType type) const noexcept
    {
        return get(type).value_or(nilOf(type)) != nilOf(type);
    }

    [[nodiscard]] static constexpr std::int64_t nilOf(AttributeType type) noexcept
    {
        return type == AttributeType::CancelAllMarket ? 255 : 0;
    }
    [[nodiscard]] static constexpr std::array<AttributeType, kTypes> types() noexcept
    {
        return {AttributeType::IntegratorAccount,  AttributeType::IntegratorTakerFee,
                AttributeType::IntegratorMakerFee, AttributeType::SkipNonce,
                AttributeType::CancelAllMarket,    AttributeType::SelfTradeBehavior,
                AttributeType::SelfTradeEquality};
    }

private:
    [[nodiscard]] static constexpr std::size_t indexOf(AttributeType type) noexcept
    {
        return static_cast<std::size_t>(type) - 1;
    }

    std::array<std::optional<std::int64_t>, kTypes> m_values{};
    bool m_written = false;
};

} // namespace wick::lighter
