#pragma once

#include <string_view>

namespace wick::core {

/// Why something was decided: a stable token and its one English sentence, declared side by side in
/// the strategy or rule that gives it. Both point to text that lives as long as the program.
struct Reason
{
    std::string_view token;    ///< [A-Z0-9_]+, in journals and CSV
    std::string_view sentence; ///< for people; looked up in the translation catalogue

    friend constexpr bool operator==(const Reason& a, const Reason& b) noexcept
    {
        return a.token == b.token;
    }
};

} // namespace wick::core
