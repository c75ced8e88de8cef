package organization

import "taphuan/internal/fault"

// PositionGroups are the groups of positions (nhóm vị trí việc làm) of officers, in the order of reports.
func PositionGroups() []string {
	return []string{"leader", "officer", "teacher", "commune_staff", "clerk", "youth_union"}
}

// PositionGroupName is a position group as people read it; students are a group of their own.
func PositionGroupName(group string) fault.Text { return positionGroupNames[group] }

var positionGroupNames = map[string]fault.Text{
	"leader":        {VI: "Lãnh đạo, quản lý", EN: "Leaders and managers"},
	"officer":       {VI: "Công chức, viên chức", EN: "Officers"},
	"teacher":       {VI: "Giáo viên, giảng viên", EN: "Teachers"},
	"commune_staff": {VI: "Cán bộ, công chức cấp xã", EN: "Commune staff"},
	"clerk":         {VI: "Văn thư, văn phòng", EN: "Clerks"},
	"youth_union":   {VI: "Cán bộ Đoàn Thanh niên", EN: "Youth Union staff"},
	"student":       {VI: "Học sinh, sinh viên", EN: "Students"},
}
