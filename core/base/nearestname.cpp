#include "core/base/nearestname.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace wick::core {

namespace {

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Insertions, deletions and replacements that turn one name into the other (Levenshtein).
std::size_t edits(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(from[i]) == lower(to[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

bool sameName(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string nearestName(std::string_view wanted, std::span<const std::string> names)
{
    std::string nearest;
    std::size_t fewest =
        std::max<std::size_t>(2, wanted.size() / 2) + 1; // beyond that it is another word
    for (const auto& name : names) {
        const std::size_t count = edits(wanted, name);
        if (count < fewest) {
            fewest = count;
            nearest = name;
        }
    }
    return nearest;
}

} // namespace wick::core
