#pragma once

#include "app/desktop/models/limitrows.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QListWidget;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace wick::charts {
class HeatmapView;
} // namespace wick::charts

namespace wick::desktop {

class DryRunView;
class LimitRowWidget;
class RoleLabel;

/// The limits: groups at the left, a row each in the middle, what they do at the right, note and
/// Apply below. Lowering applies at once; raising needs the note.
class RiskEditor final : public QWidget
{
    Q_OBJECT
public:
    explicit RiskEditor(QWidget* parent = nullptr);

    /// Limits in force. What was typed and not applied stays.
    void setLimits(const std::vector<LimitRow>& rows);
    void setVersions(const std::vector<LimitVersion>& versions);
    void setPreview(const VerdictPreview& preview);
    void setPresets(const QStringList& names);
    /// Limits that contradict each other, a sentence each.
    void setWarnings(const QStringList& sentences);
    /// Types these values; nothing is in force before Apply.
    void propose(const std::vector<LimitChange>& values);
    /// What became of the last Apply: a version, or why nothing was saved.
    void setOutcome(const QString& words, bool good);

    /// A page beside the limits, with its name below their groups. The editor owns it.
    void addTool(const QString& name, QWidget* page);
    void showTool(int index);
    /// What the markets' groups mean, below the heatmap.
    void setMarketsSentence(const QString& words);
    /// Live, every change needs a note.
    void setNoteAlways(bool always);

    [[nodiscard]] DryRunView& dryRun() const noexcept { return *m_dryRun; }
    [[nodiscard]] charts::HeatmapView& heatmap() const noexcept { return *m_heatmap; }
    [[nodiscard]] std::vector<LimitChange> changes() const;
    [[nodiscard]] QPushButton& applyButton() const noexcept { return *m_apply; }
    [[nodiscard]] LimitRowWidget* row(const QString& key) const;

public Q_SLOTS:
    void apply();
    void undo();

Q_SIGNALS:
    void applied(const std::vector<wick::desktop::LimitChange>& changes, const QString& note);
    void presetChosen(const QString& name);
    void toolShown(int index);
    /// What is typed is something else than before.
    void edited();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeLeft();
    QWidget* makeMiddle();
    QWidget* makeRight();
    QWidget* makeBottom();
    void addRows(const std::vector<LimitRow>& rows);
    void refresh();
    void refreshGroups();
    void refreshSentence();
    void filter(const QString& text);
    [[nodiscard]] QString blockedBy() const;
    [[nodiscard]] bool raises() const;
    [[nodiscard]] bool needsNote() const;
    void addPreviewRow(const VerdictRow& line);
    void tellDryRun();

    QListWidget* m_groups = nullptr;
    QListWidget* m_tools = nullptr;
    QStackedWidget* m_pages = nullptr; ///< the limits, then the tools
    QVBoxLayout* m_versions = nullptr;
    QVBoxLayout* m_presets = nullptr;
    QScrollArea* m_scroll = nullptr;
    QVBoxLayout* m_rows = nullptr;
    std::vector<LimitRowWidget*> m_widgets;
    std::vector<std::pair<QString, QWidget*>> m_heads;
    RoleLabel* m_sentence = nullptr;
    RoleLabel* m_warnings = nullptr;
    QVBoxLayout* m_preview = nullptr;
    DryRunView* m_dryRun = nullptr;
    charts::HeatmapView* m_heatmap = nullptr;
    RoleLabel* m_markets = nullptr;
    QLineEdit* m_note = nullptr;
    QPushButton* m_undo = nullptr;
    QPushButton* m_apply = nullptr;
    RoleLabel* m_outcome = nullptr;
    VerdictPreview m_shownPreview;
    std::vector<LimitChange> m_toldChanges;
    bool m_noteAlways = false;
};

} // namespace wick::desktop
