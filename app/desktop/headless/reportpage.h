#pragma once

#include "app/desktop/headless/reportpictures.h"
#include "app/desktop/models/backtestvalues.h"
#include "app/desktop/theme/theme.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace wick::desktop {

enum class CellAlign : std::uint8_t
{
    Word,
    Number,
};

struct ReportCell
{
    QString text;
    CellAlign align = CellAlign::Word;
    Tone tone = Tone::Primary;
};

struct ReportTable
{
    QString title;
    std::vector<ReportCell> header;
    std::vector<std::vector<ReportCell>> rows;
    QString empty; ///< stands in place of a table without rows
    QString note;  ///< under the table; may be empty
};

/// A part of a report: a session, or the backtest of one candle file.
struct ReportSection
{
    QString title;
    QString lead;    ///< one sentence under the title; may be empty
    QString problem; ///< why there is nothing to show; empty when there is
    std::vector<std::pair<QString, QString>> facts;
    std::optional<ResultSummary> summary;
    std::vector<ReportPicture> pictures;
    std::vector<ReportTable> tables;
};

struct ReportContent
{
    QString title;
    QString badge;  ///< the mode: "PAPER (practice)"
    QString notice; ///< what the numbers are and are not
    std::vector<ReportSection> sections;
};

/// A report as one HTML page in UTF-8 that needs nothing else: pictures and colours are inside, no
/// script, nothing is loaded. Light or dark as the reader's system is. All text is escaped.
[[nodiscard]] QByteArray reportPage(const ReportContent& content);

} // namespace wick::desktop
