package organizationhttp

import "taphuan/internal/web"

func sheetRoutes(*web.Server, AgencyParts) {}
