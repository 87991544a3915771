#pragma once

#include "app/desktop/models/cell.h"
#include "app/desktop/models/rows.h"
#include "app/desktop/models/tablemodel.h"

namespace wick::desktop {

// The cells that every table needs, made one way.

[[nodiscard]] Cell wordCell(const QString& text, Tone tone = Tone::Primary);
[[nodiscard]] Cell numberCell(const Fixed& value, Tone tone = Tone::Primary);
/// A dash with the reason as tooltip when the value is missing.
[[nodiscard]] Cell maybeNumberCell(const MaybeFixed& value, const QString& reasonMissing);
/// Signed, coloured money with two decimals.
[[nodiscard]] Cell moneyCell(const Fixed& value);
[[nodiscard]] Cell maybeMoneyCell(const MaybeFixed& value, const QString& reasonMissing);
[[nodiscard]] Cell resultCell(double multiple, Tone tone = Tone::Primary);
[[nodiscard]] Cell timeCell(qint64 msSinceEpoch, const QString& shown);
[[nodiscard]] Cell countCell(qint64 count);
[[nodiscard]] Cell sideCell(RowSide side);

[[nodiscard]] ColumnInfo leftColumn(const QString& id, const QString& title, const QString& sample);
[[nodiscard]] ColumnInfo
rightColumn(const QString& id, const QString& title, const QString& sample);

} // namespace wick::desktop
