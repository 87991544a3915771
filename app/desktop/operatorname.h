#pragma once

#include <QString>

namespace wick::desktop {

/// Who is at this desk, for the record.
inline QString operatorName()
{
    const QString name = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
    return name.isEmpty() ? QStringLiteral("desktop") : name;
}

} // namespace wick::desktop
