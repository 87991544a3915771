#pragma once

#include "app/desktop/theme/theme.h"

#include <QMetaType>
#include <QString>
#include <QVariant>

#include <cstdint>
#include <optional>

namespace wick::desktop {

enum class CellKind : std::uint8_t
{
    Text,
    Bar,    ///< a bar of `fraction`, the text right of it
    Button, ///< `text` on a button
    Icon,   ///< `icon` alone; `text` is its name for the screen reader
};

/// All that one cell of a table says: to the eye, to the ear, to the clipboard and to the sort.
struct Cell
{
    CellKind kind = CellKind::Text;
    QString text;
    QString suffix; ///< after the text, secondary
    Tone tone = Tone::Primary;
    QString icon;
    Tone iconTone = Tone::Secondary;
    std::optional<double> fraction;
    bool enabled = true;     ///< of a button
    QVariant sort;           ///< raw value; the text when invalid
    QString raw;             ///< for clipboard and files; the text when empty
    bool rawMissing = false; ///< there is no value: files get an empty field
    QString tip;
};

} // namespace wick::desktop

Q_DECLARE_METATYPE(wick::desktop::Cell)
