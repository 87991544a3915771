#pragma once

#include "core/base/result.h"
#include "core/engine/tradingcore.h"

#include <QByteArray>

#include <memory>
#include <string>

namespace wick::session {

/// Everything a core is a function of, beside its inputs, as JSON: what a journal's session begins
/// with.
[[nodiscard]] QByteArray setupToJson(const core::CoreSetup& setup);

/// Builds the setup again, strategies included. The error is one sentence that names what is wrong.
[[nodiscard]] core::Result<core::CoreSetup, std::string> setupFromJson(const QByteArray& json);

/// A strategy by its name and all its parameters, as ParameterSet::summary() writes them.
[[nodiscard]] core::Result<std::shared_ptr<const core::Strategy>, std::string>
strategyOf(const std::string& name, const std::string& parameters);

} // namespace wick::session
