#pragma once

#include "core/base/result.h"
#include "core/strategy/strategy.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick::core {

/// One strategy that can be made by name.
struct CatalogEntry
{
    std::string name;
    std::vector<ParameterDeclaration> parameters;
    std::function<std::unique_ptr<Strategy>(const ParameterSet&)> create;
};

/// Why no strategy came out: no such name (`nearest` looks most like it), or a parameter.
struct CatalogError
{
    std::string unknownName; ///< empty when a parameter is at fault
    std::string nearest;
    ParameterError parameter;
};

/// Name and parameters to strategy. Adding a strategy is one class and one line of registration.
class StrategyCatalog
{
public:
    void add(CatalogEntry entry) { m_entries.push_back(std::move(entry)); }

    [[nodiscard]] const std::vector<CatalogEntry>& entries() const noexcept { return m_entries; }
    [[nodiscard]] const CatalogEntry* find(std::string_view name) const;

    /// Makes the strategy with `settings` (name, text) over its defaults.
    [[nodiscard]] Result<std::unique_ptr<Strategy>, CatalogError>
    create(std::string_view name,
           const std::vector<std::pair<std::string, std::string>>& settings) const;

private:
    std::vector<CatalogEntry> m_entries;
};

} // namespace wick::core
