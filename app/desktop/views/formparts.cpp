#include "app/desktop/views/formparts.h"

#include "app/desktop/theme/typescale.h"
#include "app/desktop/views/labels.h"

#include <QComboBox>
#include <QFormLayout>

using namespace Qt::StringLiterals;

namespace wick::desktop {

QFormLayout* newForm()
{
    auto* form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(kSpace16);
    form->setVerticalSpacing(kSpace4 + 1);
    form->setContentsMargins(0, kSpace4, 0, kSpace8);
    return form;
}

RoleLabel* fieldLabel(const QString& words, const QString& tip)
{
    auto* label = new RoleLabel{words, TypeRole::Body, Tone::Secondary};
    label->setFixedWidth(label->fontMetrics().horizontalAdvance(u"No entry before"_s));
    label->setWordWrap(true);
    label->setToolTip(tip);
    return label;
}

QComboBox* choiceBox(const QString& name)
{
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    return box;
}

} // namespace wick::desktop
