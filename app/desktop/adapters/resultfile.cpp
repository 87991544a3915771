#include "app/desktop/adapters/resultfile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ResultFile)
};

QJsonArray arrayOf(const std::vector<ResultLine>& lines)
{
    QJsonArray array;
    for (const ResultLine& line : lines) {
        array.append(QJsonObject{{u"name"_s, line.name},
                                 {u"value"_s, line.value},
                                 {u"note"_s, line.note},
                                 {u"tone"_s, static_cast<int>(line.tone)}});
    }
    return array;
}

std::vector<ResultLine> linesOf(const QJsonArray& array)
{
    std::vector<ResultLine> lines;
    for (const auto& value : array) {
        const QJsonObject line = value.toObject();
        const int tone = std::clamp(line[u"tone"_s].toInt(), 0, static_cast<int>(Tone::Ghost));
        lines.push_back({line[u"name"_s].toString(), line[u"value"_s].toString(),
                         line[u"note"_s].toString(), static_cast<Tone>(tone)});
    }
    return lines;
}

} // namespace

QString
saveResult(const QString& dataFolder, const ResultSummary& summary, const QByteArray& report)
{
    const QDir folder{QDir{dataFolder}.filePath(u"results"_s)};
    if (!QDir{}.mkpath(folder.path())) {
        return Words::tr("The result is not saved: the folder %1 cannot be made.")
            .arg(folder.path());
    }
    QJsonObject object;
    object[u"title"_s] = summary.title;
    object[u"run"_s] = summary.runWords;
    object[u"verdict"_s] = summary.verdict;
    object[u"result"_s] = arrayOf(summary.result);
    object[u"report"_s] = QJsonDocument::fromJson(report).object();
    const QString name =
        QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmss-zzz"_s) + u".json"_s;
    QSaveFile file{folder.filePath(name)};
    const QByteArray text = QJsonDocument{object}.toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
        return Words::tr("The result is not saved: %1: %2")
            .arg(file.fileName(), file.errorString());
    }
    return {};
}

std::vector<ResultSummary> savedResults(const QString& dataFolder, std::size_t most)
{
    const QDir folder{QDir{dataFolder}.filePath(u"results"_s)};
    const QStringList names =
        folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name | QDir::Reversed);
    std::vector<ResultSummary> results;
    for (const QString& name : names) {
        QFile file{folder.filePath(name)};
        if (results.size() >= most || !file.open(QIODevice::ReadOnly)) {
            continue;
        }
        const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
        ResultSummary summary;
        summary.title = object[u"title"_s].toString();
        summary.runWords = object[u"run"_s].toString();
        summary.verdict = object[u"verdict"_s].toString();
        summary.result = linesOf(object[u"result"_s].toArray());
        if (!summary.title.isEmpty()) {
            results.push_back(std::move(summary));
        }
    }
    return results;
}

} // namespace wick::desktop
