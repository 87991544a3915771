#include "app/desktop/adapters/chartdrawings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

using charts::DrawingKind;

constexpr std::array<std::pair<DrawingKind, QStringView>, 4> kNames{{
    {DrawingKind::HorizontalLine, u"horizontal"},
    {DrawingKind::TrendLine, u"trend"},
    {DrawingKind::Rectangle, u"rectangle"},
    {DrawingKind::Note, u"note"},
}};

QString nameOf(DrawingKind kind)
{
    const auto found = std::find_if(kNames.begin(), kNames.end(),
                                    [kind](const auto& each) { return each.first == kind; });
    return found->second.toString();
}

std::optional<DrawingKind> kindOf(const QString& name)
{
    const auto found = std::find_if(kNames.begin(), kNames.end(),
                                    [&](const auto& each) { return each.second == name; });
    return found == kNames.end() ? std::nullopt : std::optional{found->first};
}

QJsonArray pointJson(const charts::ChartPoint& point)
{
    return {static_cast<qint64>(point.timeMs), point.price};
}

std::optional<charts::ChartPoint> pointFrom(const QJsonValue& value)
{
    const QJsonArray pair = value.toArray();
    if (pair.size() != 2 || !pair[0].isDouble() || !pair[1].isDouble()) {
        return std::nullopt;
    }
    return charts::ChartPoint{pair[0].toInteger(), pair[1].toDouble()};
}

std::optional<charts::Drawing> drawingFrom(const QJsonObject& object)
{
    constexpr qsizetype kLongestNote = 500;
    const auto kind = kindOf(object[u"kind"_s].toString());
    const auto from = pointFrom(object[u"from"_s]);
    const auto to = pointFrom(object[u"to"_s]);
    if (!kind || !from || !to) {
        return std::nullopt;
    }
    return charts::Drawing{*kind, *from, *to, object[u"text"_s].toString().left(kLongestNote)};
}

} // namespace

QByteArray toJson(const std::vector<charts::Drawing>& drawings)
{
    QJsonArray array;
    for (const charts::Drawing& drawing : drawings) {
        QJsonObject object{{u"kind"_s, nameOf(drawing.kind)},
                           {u"from"_s, pointJson(drawing.from)},
                           {u"to"_s, pointJson(drawing.to)}};
        if (!drawing.text.isEmpty()) {
            object[u"text"_s] = drawing.text;
        }
        array.append(object);
    }
    return QJsonDocument{array}.toJson(QJsonDocument::Compact);
}

std::vector<charts::Drawing> drawingsFromJson(const QByteArray& json)
{
    std::vector<charts::Drawing> drawings;
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const QJsonValue& value : array) {
        if (auto drawing = drawingFrom(value.toObject())) {
            drawings.push_back(std::move(*drawing));
        }
    }
    return drawings;
}

} // namespace wick::desktop
