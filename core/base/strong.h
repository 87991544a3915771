#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace wick::core {

/// A number that knows what it counts: two of different kinds neither mix nor compare.
/// It has no arithmetic of its own; each kind declares what makes sense for it (units.h).
template <typename Tag, typename Rep = std::int64_t>
class Strong
{
public:
    using rep = Rep;

    constexpr Strong() noexcept = default;
    constexpr explicit Strong(Rep count) noexcept
        : m_count(count)
    {}

    [[nodiscard]] constexpr Rep count() const noexcept { return m_count; }

    friend constexpr bool operator==(Strong, Strong) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(Strong, Strong) noexcept = default;

private:
    Rep m_count{};
};

} // namespace wick::core

template <typename Tag, typename Rep>
struct std::hash<wick::core::Strong<Tag, Rep>>
{
    [[nodiscard]] std::size_t operator()(wick::core::Strong<Tag, Rep> value) const noexcept
    {
        return std::hash<Rep>{}(value.count());
    }
};
