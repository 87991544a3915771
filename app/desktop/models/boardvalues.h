#pragma once

#include "app/desktop/theme/theme.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace wick::desktop {

/// One number that a board asks for.
struct BoardField
{
    QString key;
    QString title;
    QString unit;
    QString value; ///< plain text, to begin with
    QString help;
};

/// What a board comes to: a headline, then a table.
struct BoardResult
{
    QString headline;
    Tone tone = Tone::Primary;
    QStringList heads;
    std::vector<QStringList> rows; ///< as long as `heads`
    int marked = -1;               ///< the row that is the present setting
    QString note;

    friend bool operator==(const BoardResult&, const BoardResult&) = default;
};

} // namespace wick::desktop
