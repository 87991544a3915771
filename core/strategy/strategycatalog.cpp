#include "core/strategy/strategycatalog.h"

#include "core/base/nearestname.h"

namespace wick::core {

const CatalogEntry* StrategyCatalog::find(std::string_view name) const
{
    for (const auto& entry : m_entries) {
        if (entry.name == name) {
            return &entry;
        }
    }
    return nullptr;
}

Result<std::unique_ptr<Strategy>, CatalogError>
StrategyCatalog::create(std::string_view name,
                        const std::vector<std::pair<std::string, std::string>>& settings) const
{
    const auto* entry = find(name);
    if (entry == nullptr) {
        std::vector<std::string> names;
        for (const auto& known : m_entries) {
            names.push_back(known.name);
        }
        return Failure{CatalogError{std::string{name}, nearestName(name, names), {}}};
    }
    ParameterSet parameters{entry->parameters};
    for (const auto& [key, text] : settings) {
        const auto taken = parameters.set(key, text);
        if (!taken) {
            return Failure{CatalogError{{}, {}, taken.error()}};
        }
    }
    return entry->create(parameters);
}

} // namespace wick::core
